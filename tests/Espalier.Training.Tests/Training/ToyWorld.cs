using System.Globalization;
using Espalier.Data;
using Espalier.Features;
using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

/// <summary>A world in which the answer is read from the first region if the question is "look", and is "no" else; with tiny models that can learn it.</summary>
internal static class ToyWorld
{
    private const int Regions = 3;
    private const int FeatureSize = 8;

    private static readonly string[] Answers = ["no", "red", "green", "blue"];

    // Tiny tensors gain nothing from a second thread, and lose much where the machine is busy.
    static ToyWorld() => set_num_threads(1);

    public static QuestionSet Train { get; } = Questions(90, 1);

    public static QuestionSet Validation { get; } = Questions(40, 2);

    public static Lxmert Model(ScalarType type = ScalarType.Float32) => new(
        new LxmertConfig
        {
            VocabularySize = 10,
            HiddenSize = 16,
            HeadCount = 2,
            IntermediateSize = 32,
            LanguageLayers = 1,
            VisionLayers = 1,
            CrossLayers = 1,
            PositionCount = 8,
            FeatureSize = FeatureSize,
            AnswerCount = Answers.Length,
        },
        seed: 3)
    { ComputeType = type };

    /// <summary>The first questions of <see cref="Train"/>, with all that objectives read.</summary>
    public static TensorBatch Batch(int rows)
    {
        BatchAssembler assembler = new(Train.Questions, Train.Priors, Train.Features);
        VqaBatch batch = assembler.CreateBatch(rows);
        assembler.Fill([.. Enumerable.Range(0, rows)], batch);
        return BatchTensors.Of(batch, CPU, maskPadding: true);
    }

    public static MaskTraining Masks(Lxmert model, double sparsity = 0.5, MaskTrainingOptions? options = null) =>
        new(model, Allocation.Uniform(PrunableMatrices.Describe(model), sparsity), options ?? new MaskTrainingOptions { RefreshEvery = 7 });

    public static TrainerOptions Options(string folder) => new()
    {
        StateFolder = folder,
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 3e-3,
        WarmupShare = 0.2,
        Seed = 5,
        SelectOn = "validation",
        EvaluateEvery = 4,
        LogEvery = 5,
    };

    public static Trainer Trainer(TrainerOptions options, Parameterization parameterization, Objective? objective = null, IProgress<TrainingProgress>? progress = null) => new(
        options,
        objective ?? new LearnedMixin(16, seed: 7),
        parameterization,
        Train,
        [new ValidationSet("validation", Validation), new ValidationSet("train", Train)],
        NullLogger.Instance,
        progress);

    private static QuestionSet Questions(int count, ulong seed)
    {
        SplitMix random = new(seed);
        Pictures pictures = new(random);
        VqaDataset dataset = new("toy", [.. Enumerable.Range(0, count).Select(i => Example(i, random, pictures))]);
        AnswerVocabulary vocabulary = new(Answers);
        AnswerPriors priors = AnswerPriors.Build(
            dataset.Examples, [.. dataset.Examples.Select(example => SoftTargets.For(example, vocabulary, SoftTargetForm.Linear))], vocabulary.Count);
        WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "look", "away", "now"]);
        EncodedQuestions encoded = EncodedQuestions.Encode(dataset, tokenizer, new EncodingOptions(5), vocabulary, priors, pictures, SoftTargetForm.Linear);
        return new QuestionSet(encoded, priors, pictures);
    }

    private static VqaExample Example(int id, SplitMix random, Pictures pictures)
    {
        int image = random.Below(pictures.ImageCount);
        bool look = random.Below(2) == 0;
        string answer = look ? Answers[1 + pictures.ColourOf(image)] : "no";
        return new VqaExample
        {
            QuestionId = id,
            ImageId = image,
            Question = look ? "look now" : "away",
            QuestionType = look ? "look" : "away",
            AnswerType = "other",
            MultipleChoiceAnswer = answer,
            Answers = [answer, answer, answer, id.ToString(CultureInfo.InvariantCulture)],
        };
    }

    private sealed class Pictures : IRegionFeatures
    {
        private readonly float[][] _features;

        public Pictures(SplitMix random) => _features =
            [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, Regions * FeatureSize).Select(_ => (float)random.Gaussian()).ToArray())];

        public int FeatureSize => ToyWorld.FeatureSize;

        public int MaxRegions => Regions;

        public int ImageCount => _features.Length;

        public int ColourOf(int image) => Array.IndexOf(_features[image], _features[image][..3].Max());

        public bool TryFind(long imageId, out int index) => (index = (int)imageId) < ImageCount;

        public int Read(int index, Span<float> features, Span<float> boxes)
        {
            _features[index].CopyTo(features);
            boxes.Fill(0.5f);
            return Regions;
        }
    }
}
