using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Testing;
using Espalier.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>A half-pruned model of each backbone, in each form in which a checkpoint may come: the same weights and the same answers, bit by bit.</summary>
public sealed class CheckpointFormsTests : IDisposable
{
    private const ulong Seed = 3;

    private static readonly Dictionary<string, Func<ITensorSource, string, IReadOnlyDictionary<string, string>, string>> Forms = new()
    {
        ["safetensors"] = (source, folder, names) => Safetensors(folder, "model.safetensors", Entries(source, names)),
        ["sharded safetensors"] = (source, folder, names) => Sharded(folder, Entries(source, names)),
        ["sparse-bitmask"] = (source, folder, _) => Safetensors(folder, "model.safetensors", Sparse(source)),
        ["sharded sparse-bitmask"] = (source, folder, _) => Sharded(folder, Sparse(source)),
        ["zip"] = (source, folder, names) => Write(folder, "pytorch_model.bin", TorchFile.Zip(source, names)),
        ["legacy"] = (source, folder, names) => Write(folder, "pytorch_model.bin", TorchFile.Legacy(source, names)),
        ["sharded zip"] = (source, folder, names) => Sharded(folder, names, part => TorchFile.Zip(source, part)),
        ["sharded legacy"] = (source, folder, names) => Sharded(folder, names, part => TorchFile.Legacy(source, part)),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string backbone in new[] { "lxmert", "visualbert", "mplug" })
            {
                foreach (string form in Forms.Keys) all.Add(backbone, form);
            }
            return all;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_folder_of_any_form_gives_the_same_model(string backbone, string form)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone expected = HalfPruned(backbone);
        using SafetensorsFile source = Saved(expected);
        Forms[form](source, _folder.Path, source.Tensors.Keys.ToDictionary(name => name));
        AssertSame(backbone, expected, _folder.Path);
    }

    [Theory]
    [InlineData("lxmert", "bert.")]
    [InlineData("lxmert", "module.bert.")]
    [InlineData("visualbert", "bert.bert.")]
    public void The_names_of_the_original_releases_give_the_same_model_in_each_form(string backbone, string prefix)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone expected = HalfPruned(backbone);
        using SafetensorsFile source = Saved(expected);
        Dictionary<string, string> names = source.Tensors.Keys
            .Where(name => !name.StartsWith(expected.HeadPrefix, StringComparison.Ordinal) && !name.EndsWith("position_ids", StringComparison.Ordinal))
            .ToDictionary(name => Original(name, prefix));
        // A head of pre-training, of whatever shape.
        names.Add(prefix.Replace("bert.", "", StringComparison.Ordinal) + "cls.predictions.bias", names.Values.First());
        if (backbone == "visualbert") names.Add("bert.cls.seq_relationship.bias", names.Values.First());
        foreach (string form in Forms.Keys.Where(form => !form.Contains("sparse", StringComparison.Ordinal)))
        {
            using TemporaryFolder folder = new();
            Forms[form](source, folder.Path, names);
            AssertSame(backbone, expected, folder.Path);
        }
    }

    [Theory]
    [InlineData(false, "model", "")]
    [InlineData(true, "model", "")]
    [InlineData(false, "model", "module.")]
    [InlineData(true, "module", "")]
    [InlineData(false, null, "model.module.")]
    public void A_released_mPLUG_file_with_its_nesting_gives_the_same_model(bool legacy, string? under, string prefix)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone expected = HalfPruned("mplug");
        using SafetensorsFile source = Saved(expected);
        Dictionary<string, string> names = source.Tensors.Keys.ToDictionary(name => prefix + name
            .Replace("fusion_encoder.", "fusion_encoder.fusion.", StringComparison.Ordinal)
            .Replace("text_encoder.", "text_encoder.bert.", StringComparison.Ordinal));
        names.Add(prefix + "text_encoder_m.bert.embeddings.LayerNorm.weight", names.Values.First());
        names.Add(prefix + "queue_ptr", names.Values.First());
        AssertSame("mplug", expected, Write(_folder.Path, "mplug_base.pth", legacy ? TorchFile.Legacy(source, names, under) : TorchFile.Zip(source, names, under)));
    }

    private static string Original(string name, string prefix)
    {
        string rest = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return prefix + (prefix != "bert.bert." ? rest : rest
            .Replace("visual_token_type_embeddings", "token_type_embeddings_visual", StringComparison.Ordinal)
            .Replace("visual_position_embeddings", "position_embeddings_visual", StringComparison.Ordinal)
            .Replace("visual_projection", "projection", StringComparison.Ordinal));
    }

    // Half, so that the sparse layout has something to leave out. The head stays as the seed draws it.
    private static VqaBackbone HalfPruned(string backbone)
    {
        VqaBackbone model = TinyBackbones.Config(backbone).Create(Seed);
        using IDisposable frozen = no_grad();
        foreach (WeightMatrix matrix in model.Matrices) matrix.Weight.masked_fill_(matrix.Weight.lt(0), 0);
        return model;
    }

    private SafetensorsFile Saved(VqaBackbone model)
    {
        string path = Path.Combine(Directory.CreateDirectory(_folder.File("plain")).FullName, "plain.safetensors");
        ModelWeights.Save(model, path);
        return SafetensorsFile.Open(path);
    }

    private static void AssertSame(string backbone, VqaBackbone expected, string checkpoint)
    {
        using ITensorSource source = CheckpointFile.Open(checkpoint);
        using VqaBackbone actual = TinyBackbones.Config(backbone).FromPretrained(source, Seed);
        Dictionary<string, Parameter> found = actual.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Parameter parameter) in expected.named_parameters()) Assert.True(parameter.bytes.SequenceEqual(found[name].bytes), name);
        expected.eval();
        actual.eval();
        TensorBatch batch = TinyBackbones.Batch(backbone);
        byte[] logits = expected.Forward(batch).Logits.bytes.ToArray();
        Assert.Equal(logits, actual.Forward(batch).Logits.bytes.ToArray());
        Assert.Contains(logits, value => value != 0);
    }

    private static IEnumerable<TensorEntry> Entries(ITensorSource source, IReadOnlyDictionary<string, string> names) =>
        names.Select(name => TensorEntry.From(source, name.Value, name.Key));

    private static IEnumerable<TensorEntry> Sparse(ITensorSource source) => SparseBitmaskLayout.Entries(
        source, source.Tensors.Values.Where(info => info.Shape.Count == 2 && info.Type == TensorType.F32).Select(info => info.Name).ToHashSet());

    private static string Safetensors(string folder, string name, IEnumerable<TensorEntry> entries)
    {
        SafetensorsWriter.Write(Path.Combine(folder, name), entries);
        return folder;
    }

    private static string Sharded(string folder, IEnumerable<TensorEntry> entries)
    {
        TensorEntry[] all = [.. entries];
        foreach (IGrouping<string, TensorEntry> shard in all.Select((entry, i) => (entry, Shard(i, "safetensors"))).GroupBy(pair => pair.Item2, pair => pair.entry))
            Safetensors(folder, shard.Key, shard);
        return WriteIndex(folder, "model.safetensors.index.json", all.Select((entry, i) => (entry.Info.Name, Shard(i, "safetensors"))));
    }

    private static string Sharded(string folder, IReadOnlyDictionary<string, string> names, Func<IReadOnlyDictionary<string, string>, byte[]> save)
    {
        foreach (int part in Enumerable.Range(0, 3)) Write(folder, Shard(part, "bin"), save(names.Where((_, i) => i % 3 == part).ToDictionary()));
        return WriteIndex(folder, "pytorch_model.bin.index.json", names.Keys.Select((name, i) => (name, Shard(i, "bin"))));
    }

    private static string Shard(int place, string type) => $"part-{(place % 3) + 1}-of-3.{type}";

    private static string WriteIndex(string folder, string name, IEnumerable<(string Tensor, string File)> map) =>
        Write(folder, name, JsonSerializer.SerializeToUtf8Bytes(new { weight_map = map.ToDictionary(entry => entry.Tensor, entry => entry.File) }));

    private static string Write(string folder, string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
