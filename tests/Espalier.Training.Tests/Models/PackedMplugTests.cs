using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Decoding;
using Espalier.Execution;
using Espalier.Features;
using Espalier.Kernels;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Threads;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>A packed mPLUG must rank and write answers as the trained model does.</summary>
public sealed class PackedMplugTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private const int Shortlist = 5, Length = 10;
    private static readonly string[] Words = [.. Enumerable.Range(4, 126).Select(i => i % 9 == 0 ? $"##w{i}" : $"w{i}")];
    private static readonly WordPieceTokenizer Tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Words]);
    private static readonly AnswerVocabulary Answers = new(["w10", "w11 w12", "w13", "w14 w15 w16", "w20", "w21w27", "w22", "w23 w24", "w25", "w10 w11"]);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Logits_are_those_of_the_model_and_the_same_answers_are_off_the_shortlist(double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(sparsity);
        string path = Write(trained);
        using (PackedFile file = PackedFile.Open(path)) Assert.Equal(sparsity > 0, file.PackedNames.Count > 0);
        using PackedModel model = PackedModel.Open(path);
        Assert.Equal(MplugGoldenTests.Config.Vision.Resolution, model.PictureSide);
        Assert.Null(model.Pictures);
        PackedQuestion[] questions = Questions(7);
        float[][] together = model.Logits(questions);
        for (int i = 0; i < questions.Length; i++)
        {
            float[] expected = trained.Forward(Batch(questions[i])).Logits.data<float>().ToArray();
            float scale = expected.Where(float.IsFinite).Max(Math.Abs);
            Assert.Equal(Shortlist, expected.Count(float.IsFinite));
            foreach (float[] actual in (float[][])[model.Logits([questions[i]])[0], together[i]])
            {
                Assert.Equal(expected.Select(float.IsNegativeInfinity), actual.Select(float.IsNegativeInfinity));
                Assert.All(expected.Zip(actual).Where(pair => float.IsFinite(pair.First)), pair => Assert.InRange(pair.Second, pair.First - (Tolerance * scale), pair.First + (Tolerance * scale)));
            }
            Assert.Equal(
                expected.Index().Where(logit => float.IsFinite(logit.Item)).OrderByDescending(logit => logit.Item).Select(logit => Answers[logit.Index]),
                model.Ask(questions[i].Picture, questions[i].Question, top: 9).Select(chance => chance.Answer));
        }
    }

    [Fact]
    public void What_beam_search_writes_is_what_the_model_writes()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.5);
        using PackedModel model = PackedModel.Open(Write(trained));
        BeamOptions options = new() { Beams = 3, Longest = 6, Start = Tokenizer.ClassId, End = Tokenizer.SeparatorId };
        foreach (PackedQuestion question in Questions(4))
        {
            GeneratedAnswer expected = trained.Generate(Batch(question), options)[0];
            WrittenAnswer written = model.Write(question.Picture, question.Question, options);
            Assert.Equal(Tokenizer.Decode(expected.Ids.Select(id => (int)id)), written.Text);
            Assert.Equal(expected.Score, written.Score, 1e-4 * Math.Abs(expected.Score));
        }
        PictureInput picture = Questions(1)[0].Picture;
        Assert.Throws<ArgumentException>(() => model.Write(picture, "w5", options with { Longest = MplugGoldenTests.Config.PositionCount + 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Write(picture, "w5", options with { Beams = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Write(picture, "w5", options with { Longest = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Write(picture, "w5", options with { LengthExponent = double.NaN }));
        // First and last piece are the model's own where nothing is said.
        Assert.Equal(model.Write(picture, "w5", options), model.Write(picture, "w5", options with { Start = null, End = null }));
    }

    [Fact]
    public void Filling_is_never_written_however_likely_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.5);
        using (no_grad()) trained.state_dict()["text_decoder.cls.predictions.bias"][0] = tensor(50f);
        using PackedModel model = PackedModel.Open(Write(trained));
        BeamOptions options = new() { Beams = 3, Longest = 6, Start = Tokenizer.ClassId, End = Tokenizer.SeparatorId };
        PackedQuestion question = Questions(1)[0];
        GeneratedAnswer expected = trained.Generate(Batch(question), options)[0];
        Assert.DoesNotContain(0, expected.Ids);
        Assert.Equal(Tokenizer.Decode(expected.Ids.Select(id => (int)id)), model.Write(question.Picture, question.Question, options).Text);
    }

    [Fact]
    public void Sums_that_are_no_finite_numbers_are_refused_whether_it_ranks_or_writes()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0);
        using (no_grad())
        {
            trained.state_dict()["text_decoder.cls.predictions.transform.LayerNorm.weight"].fill_(1e38f);
            trained.state_dict()["text_decoder.bert.embeddings.word_embeddings.weight"].mul_(1e4f);
        }
        using PackedModel model = PackedModel.Open(Write(trained));
        PackedQuestion question = Questions(1)[0];
        Assert.Contains("no finite numbers", Assert.Throws<InputException>(() => model.Ask(question.Picture, question.Question)).Message, StringComparison.Ordinal);
        Assert.Contains("no finite numbers", Assert.Throws<InputException>(() => model.Write(question.Picture, question.Question)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_decoder_reads_bounds_how_many_questions_are_read_together()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.5);
        string weights = _folder.File("model.safetensors");
        ModelWeights.Save(trained, weights);
        using SafetensorsFile file = SafetensorsFile.Open(weights);
        using WorkerTeam team = new(1);
        GraphExecutor[] executors = [.. trained.Config.Graphs(file).Select(graph =>
            new GraphExecutor(GraphProgram.Compile(graph, file), KernelSet.Best, team))];
        // Two layers' keys and values of 17 states and 10 words, 32 numbers each, four times, of 4 bytes.
        Assert.Equal((512 << 20) / (2 * 2 * (17 + 10) * 32 * 4 * 4), new MplugReader(executors[0], executors[1]).Together(10));
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_bytes_that_each_gets_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.7);
        using PackedModel model = PackedModel.Open(Write(trained), new PackedModelOptions { Threads = 2 });
        PackedQuestion[] questions = Questions(4);
        float[][] alone = [.. questions.Select(question => model.Logits([question])[0])];
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal(alone[i % 4], model.Logits([questions[i % 4]])[0]));
    }

    [Fact]
    public void Pictures_that_the_model_does_not_read_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.5);
        using PackedModel model = PackedModel.Open(Write(trained));
        int side = MplugGoldenTests.Config.Vision.Resolution;
        (PictureInput Picture, string Found)[] cases =
        [
            (new PictureRegions(new float[20], new float[4], "drawn"), "regions; the model reads 32 x 32 pixels"),
            (new PicturePixels(new float[3 * 16 * 16], 16), "768 numbers of 16 x 16 pixels; the model reads 3072 of 32 x 32"),
            (new PicturePixels(new float[5], side), "5 numbers"),
            (new PicturePixels([.. Enumerable.Repeat(float.NaN, 3 * side * side)], side), "no finite numbers"),
        ];
        foreach ((PictureInput picture, string found) in cases)
            Assert.Contains(found, Assert.Throws<ArgumentException>(() => model.Ask(picture, "w5")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_do_not_fit_together_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug trained = Trained(0.5);
        PackedDescription good = Description(trained);
        (PackedDescription Bad, string Message)[] cases =
        [
            (good with { Ranking = null }, "metadata \"ranking\": found nothing"),
            (good with { Ranking = new PackedRanking(0) }, "metadata \"ranking\": found a shortlist of 0; expected 1 or more"),
            (Config("\"visual_config\"", "\"nothing\""), "visual_config: found nothing"),
            (Config("\"patch_size\": 8", "\"patch_size\": 7"), "visual_config.input_resolution: found 32; expected a multiple of the patch size 7"),
            (Config("\"patch_size\": 8", "\"patch_size\": 16"), "tensor \"visual_encoder.visual.conv1.weight\": found rows of 192; expected rows of 768"),
            (Config("\"input_resolution\": 32", "\"input_resolution\": 40"), "positional_embedding\": found 17 rows; expected at least 26"),
            (Config("\"input_resolution\": 32", "\"input_resolution\": 100000"), "found 100000; expected 1 to 4096"),
            (Config("\"input_resolution\": 32", "\"input_resolution\": 2048"), "visual_config.patch_size: found 8; expected one of which a picture has at most 16384, not 65536"),
            (Config("\"fusion_layers\": 4", "\"fusion_layers\": 5"), "fusion_layers: found 5; expected 1 to 4"),
            (Config("\"text_decode_layers\": 2", "\"text_decode_layers\": 3"), "text_decoder.bert.encoder.layer.2"),
            (Config("\"stride_layer\": 3", "\"stride_layer\": 0"), "stride_layer: found 0; expected 1 to 1024"),
            (good with { Tokenizer = new WordPieceTokenizer([.. Words, "[UNK]", "[CLS]", "[SEP]", "[PAD]"]) }, "found 129; expected [PAD] as number 0"),
            (good with { Tokenizer = new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]"]) }, "metadata \"vocabulary\": found 4; expected 130"),
            (good with { Question = new EncodingOptions(25) }, "a length of 25; expected at most 24"),
            (good with { Answers = new AnswerVocabulary(["w10", "w11 [PAD] w12"]) }, "found \"w11 [PAD] w12\", which has [PAD] in it"),
            (good with { Answers = new AnswerVocabulary(["[PAD]"]) }, "found \"[PAD]\", which has [PAD] in it"),
        ];
        foreach ((PackedDescription bad, string message) in cases)
        {
            string path = Write(trained, bad);
            Assert.Contains(message, Assert.Throws<InputException>(() => PackedModel.Open(path).Dispose()).Message, StringComparison.Ordinal);
        }

        PackedDescription Config(string from, string to)
        {
            Assert.Contains(from, good.Config, StringComparison.Ordinal);
            return good with { Config = good.Config.Replace(from, to, StringComparison.Ordinal) };
        }
    }

    private static Mplug Trained(double sparsity)
    {
        Mplug model = (Mplug)TinyBackbones.Pruned("mplug", sparsity);
        model.SetAnswers(Answers, Tokenizer, Shortlist);
        return model;
    }

    // As a run evaluates: padded to the length of questions, and masked.
    private static TensorBatch Batch(PackedQuestion question)
    {
        int[] ids = new int[Length];
        int count = Tokenizer.Encode(question.Question, ids, EncodingForm.Standard);
        PicturePixels pixels = (PicturePixels)question.Picture;
        return new TensorBatch
        {
            TokenIds = tensor(Array.ConvertAll(ids, id => (long)id), [1, Length]),
            TokenMask = tensor([.. ids.Select((_, t) => t < count ? 1f : 0f)], [1, Length]),
            Images = tensor(pixels.Values, [1, 3, pixels.Side, pixels.Side]),
        };
    }

    private static PackedQuestion[] Questions(int count)
    {
        int side = MplugGoldenTests.Config.Vision.Resolution;
        return
        [
            .. Enumerable.Range(1, count).Select(i =>
            {
                using Generator generator = new((ulong)i);
                return new PackedQuestion(new PicturePixels(randn([3 * side * side], generator: generator).data<float>().ToArray(), side), string.Join(' ', Words.Skip(3 * i).Take(i % 5)));
            }),
        ];
    }

    private PackedDescription Description(Mplug trained)
    {
        string config = _folder.File("config.json");
        trained.Config.Save(config);
        return new(
            File.ReadAllText(config), Tokenizer, Answers, new RegionForm(5, 36, null, null), new EncodingOptions(Length),
            new PackedLineage("tiny", "full bce", "mplug", 3, 0, [], ""), null, new PackedRanking(Shortlist));
    }

    private string Write(Mplug trained, PackedDescription? description = null)
    {
        string weights = _folder.File("model.safetensors"), path = _folder.File("model.esp");
        ModelWeights.Save(trained, weights);
        using SafetensorsFile file = SafetensorsFile.Open(weights);
        PackedFileWriter.Write(path, file, description ?? Description(trained));
        return path;
    }
}
