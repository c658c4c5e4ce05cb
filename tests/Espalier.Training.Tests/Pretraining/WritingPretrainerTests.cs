using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using Espalier.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

/// <summary>Pictures of one colour each, with captions and questions that name it.</summary>
public sealed class WritingPretrainerTests : IDisposable
{
    private static readonly string[] Colours = ["red", "green", "blue"];
    private readonly TemporaryFolder folder = new();
    private readonly WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "all", "is", "what", "color", .. Colours]);

    private readonly MplugConfig shape = MplugConfig.Tiny with
    {
        VocabularySize = 12,
        HiddenSize = 32,
        HeadCount = 2,
        IntermediateSize = 64,
        LayerCount = 3,
        TextLayers = 1,
        FusionLayers = 2,
        DecoderLayers = 1,
        Stride = 1,
        Vision = new() { Resolution = 16, PatchSize = 8, Width = 32, LayerCount = 1, HeadCount = 2 },
    };

    static WritingPretrainerTests() => set_num_threads(1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_learns_to_answer_from_the_picture()
    {
        using Mplug model = Run(PretrainingTasks.Captions | PretrainingTasks.Matching | PretrainingTasks.Questions, epochs: 8);
        model.eval();
        using DisposeScope scope = NewDisposeScope();
        model.SetAnswers(new AnswerVocabulary(Colours), tokenizer, shortlist: 3);
        WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Questions, 1));
        TensorBatch batch = texts.Make([.. Enumerable.Range(0, 12)], 1, 1).Inputs;

        Tensor answers = model.Forward(batch with { AnswerIds = null }).Logits.argmax(1);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)(i % 3)), answers.data<long>().ToArray());
    }

    [Fact]
    public void It_is_decided_by_its_seed()
    {
        float[] Weights() => [.. Run(PretrainingTasks.Questions | PretrainingTasks.Matching, epochs: 1).parameters().SelectMany(p => p.data<float>().ToArray())];
        Assert.Equal(Weights(), Weights());
    }

    [Fact]
    public void A_caption_to_judge_is_its_own_images_or_anothers_and_has_nothing_to_be_written()
    {
        using DisposeScope scope = NewDisposeScope();
        PretrainingCorpus corpus = Corpus(30);
        WrittenTexts texts = new(corpus, folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Matching, 1));
        WrittenBatch batch = texts.Make([.. Enumerable.Range(0, 30)], 3, 1);

        Assert.Equal(30, batch.JudgedRows.shape[0]);
        Assert.InRange(batch.Matches.sum().ToInt64(), 8, 28);
        Assert.Equal(0, batch.Inputs.AnswerIds!.sum().ToInt64());
        long[] ids = batch.Inputs.TokenIds.data<long>().ToArray(), match = batch.Matches.data<long>().ToArray();
        for (int i = 0; i < 30; i++) Assert.Equal(match[i] == 1, ids[(i * 8) + 3] == 9 + (i % 3));
    }

    [Fact]
    public void A_batch_tells_the_image_of_each_row()
    {
        using DisposeScope scope = NewDisposeScope();
        WrittenTexts texts = new(Corpus(6), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions | PretrainingTasks.Questions, 1));

        WrittenBatch batch = texts.Make([11, 0, 5], 3, 1);

        Assert.Equal([5, 0, 2], batch.Images);
        Assert.Equal(texts.Pictures(batch.Images).data<float>().ToArray(), batch.Inputs.Images.data<float>().ToArray());
    }

    [Fact]
    public void Texts_of_a_picture_come_together_and_its_first_ones_fill_up()
    {
        using DisposeScope scope = NewDisposeScope();
        PretrainingOptions two = Options(PretrainingTasks.Captions | PretrainingTasks.Questions, 1) with { TextsPerPicture = 2 }, three = two with { TextsPerPicture = 3 };

        // Each picture has a caption, of which nothing is read, and a question: one example of two texts.
        WrittenTexts pairs = new(Corpus(6), folder.File("images"), 16, tokenizer, two);
        WrittenBatch batch = pairs.Make([5, 2], 3, 1);
        long[] Read(WrittenBatch of, int row) => of.Inputs.TokenIds[row].data<long>().ToArray()[..4];
        Assert.Equal(6, pairs.Count);
        Assert.Equal([5, 2], batch.Images);
        Assert.Equal((4L, 2L), (batch.Inputs.TokenIds.shape[0], batch.Inputs.Images.shape[0]));
        Assert.Equal([2, 3, 0, 0], Read(batch, 0));
        Assert.Equal([2, 7, 8, 3], Read(batch, 3));

        WrittenTexts triples = new(Corpus(6), folder.File("images"), 16, tokenizer, three);
        Assert.Equal(6, triples.Count);
        Assert.Equal([2, 3, 0, 0], Read(triples.Make([0], 3, 1), 2));
    }

    [Fact]
    public void A_picture_seen_once_for_several_texts_gives_what_each_text_gives_with_a_picture_of_its_own()
    {
        // With heads of 8 states are padded, with others packed.
        foreach ((ScalarType precision, int heads) in new[] { (ScalarType.Float32, 2), (ScalarType.BFloat16, 2), (ScalarType.Float32, 4) })
        {
            using DisposeScope scope = NewDisposeScope();
            using Mplug model = (Mplug)(shape with { HeadCount = heads, Vision = shape.Vision with { HeadCount = heads } }).WithoutDropout().Create(3);
            model.ComputeType = precision;
            WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions | PretrainingTasks.Questions, 1) with { TextsPerPicture = 2 });
            TensorBatch once = texts.Make([.. Enumerable.Range(0, 9)], 3, 1).Inputs;
            TensorBatch each = once with { Images = once.Images.repeat_interleave(2, 0) };

            (float[] Likelihoods, float[] Gradient) Run(TensorBatch batch)
            {
                model.zero_grad();
                using BatchHalves halves = new(model);
                Tensor likelihoods = halves.Forward(batch, 1, 0, model.EncodeForPretraining)[0];
                likelihoods.sum().backward();
                halves.Backward();
                Tensor patches = model.named_parameters().Single(p => p.name == "visual_encoder.visual.conv1.weight").parameter;
                return (likelihoods.data<float>().ToArray(), patches.grad!.data<float>().ToArray());
            }

            (float[] likelihoods, float[] gradient) = Run(once);
            (float[] expectedLikelihoods, float[] expectedGradient) = Run(each);
            double tolerance = precision == ScalarType.Float32 ? 1e-4 : 3e-2, greatest = expectedGradient.Max(Math.Abs);
            Assert.All(likelihoods.Zip(expectedLikelihoods), pair => Assert.Equal(pair.Second, pair.First, tolerance));
            Assert.All(gradient.Zip(expectedGradient), pair => Assert.Equal(pair.Second / greatest, pair.First / greatest, tolerance));
        }
    }

    [Fact]
    public void Both_halves_of_a_batch_have_whole_pictures()
    {
        set_num_threads(2);
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using Mplug model = (Mplug)shape.WithoutDropout().Create(3);
            WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions | PretrainingTasks.Questions, 1) with { TextsPerPicture = 2 });
            TensorBatch batch = texts.Make([.. Enumerable.Range(0, 9)], 3, 1).Inputs;
            List<(long Texts, long Pictures)> parts = [];
            using BatchHalves halves = new(model);
            Tensor likelihoods = halves.Forward(batch, 1, 0, part =>
            {
                lock (parts) parts.Add((part.TokenIds.shape[0], part.Images.shape[0]));
                return [model.EncodeForPretraining(part)[0]];
            })[0];

            Assert.Equal([(8, 4), (10, 5)], parts.Order());
            float[] whole = model.EncodeForPretraining(batch)[0].data<float>().ToArray();
            Assert.All(likelihoods.data<float>().ToArray().Zip(whole), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        }
        finally
        {
            set_num_threads(1);
        }
    }

    [Fact]
    public void A_language_head_starts_from_how_often_each_piece_is_written()
    {
        using DisposeScope scope = NewDisposeScope();
        WrittenTexts texts = new(Corpus(10), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Questions, 1));

        // Of 30 pieces 20 are [SEP], 4 "red" and 3 each "green" and "blue"; "what" is never one, and a tenth is added to all.
        float[] shares = texts.LogShares(12).exp().data<float>().ToArray();
        Assert.Equal(20.1 / 4.1, shares[3] / shares[9], 1e-3);
        Assert.Equal(4.1 / 3.1, shares[9] / shares[10], 1e-3);
        Assert.Equal(4.1 / 0.1, shares[9] / shares[7], 1e-2);
        Assert.Equal(0, texts.LogShares(12).mean().item<float>(), 1e-5);
    }

    [Fact]
    public void The_vision_encoder_may_learn_labels_before_anything_else()
    {
        // One pass over the texts, of which the labels are no task by far, after many over the images.
        PretrainingOptions options = Options(PretrainingTasks.Questions | PretrainingTasks.RegionLabels, 1) with { VisionEpochs = 20, VisionLearningRate = 3e-3, LearningRate = 1e-6 };
        using Mplug model = WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, options, ScalarType.Float32);
        using Mplug without = WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, options with { VisionEpochs = 0, VisionLearningRate = null }, ScalarType.Float32);
        using DisposeScope scope = NewDisposeScope();

        Assert.True(NearestColourShare(model) > 0.9 && NearestColourShare(without) < 0.9, $"with: {NearestColourShare(model)}, without: {NearestColourShare(without)}");
    }

    [Fact]
    public void Labels_of_patches_teach_the_vision_encoder()
    {
        using Mplug plain = Run(PretrainingTasks.Matching, epochs: 1), taught = Run(PretrainingTasks.Matching | PretrainingTasks.RegionLabels, epochs: 8);
        using DisposeScope scope = NewDisposeScope();

        Assert.True(NearestColourShare(taught) > 0.9 && NearestColourShare(plain) < 0.9, $"taught: {NearestColourShare(taught)}, by chance {NearestColourShare(plain)}");
    }

    [Fact]
    public void An_image_without_a_picture_is_told()
    {
        PretrainingCorpus corpus = Corpus(3);
        File.Delete(folder.File("images/2.png"));
        InputException error = Assert.Throws<InputException>(() => new WrittenTexts(corpus, folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Captions, 1)));
        Assert.Contains("$.images[2].id", error.Message, StringComparison.Ordinal);
    }

    // Images whose first patch is most like the word of its colour.
    private double NearestColourShare(Mplug model)
    {
        WrittenTexts texts = new(Corpus(12), folder.File("images"), 16, tokenizer, Options(PretrainingTasks.Questions, 1));
        Tensor states = model.EncodeForPretraining(texts.Make([.. Enumerable.Range(0, 12)], 1, 1).Inputs)[2].view(12, 5, -1).select(1, 1);
        Tensor words = model.Words.Weight.narrow(0, 9, 3);
        long[] nearest = matmul(states, words.t()).argmax(1).data<long>().ToArray();
        return nearest.Select((colour, i) => colour == i % 3 ? 1.0 : 0).Average();
    }

    private Mplug Run(PretrainingTasks tasks, int epochs) =>
        WritingPretrainer.Run(shape, Corpus(60), folder.File("images"), new WholePictures(), tokenizer, Options(tasks, epochs), ScalarType.Float32);

    private static PretrainingOptions Options(PretrainingTasks tasks, int epochs) =>
        new() { Epochs = epochs, BatchSize = 16, LearningRate = 3e-3, TextLength = 8, Seed = 4, Tasks = tasks };

    private PretrainingCorpus Corpus(int images)
    {
        Directory.CreateDirectory(folder.File("images"));
        List<PretrainingImage> all = [];
        for (int i = 0; i < images; i++)
        {
            byte strong = (byte)(150 + i);
            byte[] png = TinyPng.Of(i % 3 == 0 ? strong : (byte)9, i % 3 == 1 ? strong : (byte)9, i % 3 == 2 ? strong : (byte)9);
            File.WriteAllBytes(folder.File($"images/{i.ToString(CultureInfo.InvariantCulture)}.png"), png);
            all.Add(new PretrainingImage(i, [$"all is {Colours[i % 3]}"], [new RegionLabel(0, i % 3)], [new PretrainingQuestion("what color", "what color", Colours[i % 3])]));
        }
        return new PretrainingCorpus { Kinds = ["all"], Colors = Colours, Images = all };
    }

    // One region an image, which is all of it.
    private sealed class WholePictures : IRegionFeatures
    {
        public int FeatureSize => 1;

        public int MaxRegions => 1;

        public int ImageCount => int.MaxValue;

        public bool TryFind(long imageId, out int index) => (index = (int)imageId) >= 0;

        public int Read(int index, Span<float> features, Span<float> boxes)
        {
            features.Clear();
            (boxes[0], boxes[1], boxes[2], boxes[3]) = (0, 0, 1, 1);
            return 1;
        }
    }
}
