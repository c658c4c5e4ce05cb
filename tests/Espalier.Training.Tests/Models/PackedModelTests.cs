using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>A packed file must answer as the trained model does.</summary>
public sealed class PackedModelTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private static readonly string[] Words = [.. Enumerable.Range(4, 96).Select(i => $"w{i}")];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<TheoryDataRow<string, double>> Cases =>
        from backbone in (string[])["lxmert", "visualbert"]
        from sparsity in (double[])[0, 0.5, 0.9]
        select new TheoryDataRow<string, double>(backbone, sparsity);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_are_those_of_the_model(string backbone, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone trained = TinyBackbones.Pruned(backbone, sparsity);
        using PackedModel model = Packed(trained, backbone, out int packed);
        Assert.Equal(sparsity > 0, packed > 0);
        PackedQuestion[] questions = [.. Enumerable.Range(1, 7).Select(i => new PackedQuestion(Picture(i, model.Description.Regions.FeatureSize, i), string.Join(' ', Words.Skip(3 * i).Take(i % 5))))];
        float[][] together = model.Logits(questions);
        for (int i = 0; i < questions.Length; i++)
        {
            float[] expected = Expected(trained, model.Description, questions[i]);
            foreach (float[] actual in (float[][])[model.Logits([questions[i]])[0], together[i]])
            {
                float scale = expected.Max(Math.Abs);
                Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - (Tolerance * scale), pair.First + (Tolerance * scale)));
            }
        }
    }

    // As a run evaluates: padded to the length of questions, and masked.
    private static float[] Expected(VqaBackbone trained, PackedDescription said, PackedQuestion question)
    {
        int[] ids = new int[said.Question.Length];
        int count = said.Tokenizer.Encode(question.Question, ids, said.Question.Form);
        PictureRegions picture = (PictureRegions)question.Picture;
        return trained.Forward(new TensorBatch
        {
            TokenIds = tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]),
            TokenMask = tensor([.. ids.Select((_, t) => t < count ? 1f : 0f)], [1, ids.Length]),
            Features = tensor(picture.Features, [1, picture.Count, said.Regions.FeatureSize]),
            Boxes = tensor(picture.Boxes, [1, picture.Count, 4]),
        }).Logits.data<float>().ToArray();
    }

    private PackedModel Packed(VqaBackbone trained, string backbone, out int packed)
    {
        string weights = _folder.File("model.safetensors"), config = _folder.File("config.json"), path = _folder.File("model.esp");
        ModelWeights.Save(trained, weights);
        trained.Config.Save(config);
        var shape = (RegionBackboneConfig)trained.Config;
        Assert.Equal(4 + Words.Length, shape.VocabularySize);
        PackedDescription description = new(
            File.ReadAllText(config), new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Words]),
            new AnswerVocabulary(Enumerable.Range(0, shape.AnswerCount).Select(i => $"a{i}")), new RegionForm(shape.FeatureSize, 36, null, null),
            new EncodingOptions(12), new PackedLineage("tiny", "full bce", backbone, 3, 0, [], ""), null);
        using (SafetensorsFile file = SafetensorsFile.Open(weights)) PackedFileWriter.Write(path, file, description);
        using (PackedFile file = PackedFile.Open(path)) packed = file.PackedNames.Count;
        return PackedModel.Open(path);
    }

    private static PictureRegions Picture(int regions, int features, int seed)
    {
        using Generator generator = new((ulong)seed);
        return new(rand([regions * features], generator: generator).data<float>().ToArray(), rand([regions * 4], generator: generator).data<float>().ToArray(), "drawn");
    }
}
