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

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string backbone in new[] { "lxmert", "visualbert", "mplug" })
            {
                foreach (string form in CheckpointForms.WithZeros.Concat(CheckpointForms.WithoutZeros)) all.Add(backbone, form);
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
        CheckpointForms.Write(form, source, _folder.Path);
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
        Dictionary<string, string> names = ReleasedNames.Bert(source, prefix);
        foreach (string form in CheckpointForms.WithZeros)
        {
            using TemporaryFolder folder = new();
            CheckpointForms.Write(form, source, folder.Path, names);
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
        Dictionary<string, string> names = ReleasedNames.Mplug(source, prefix);
        byte[] file = legacy ? TorchFile.Legacy(source, names, under) : TorchFile.Zip(source, names, under);
        AssertSame("mplug", expected, _folder.Write("mplug_base.pth", file));
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
}
