using Espalier.Data;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>What the data decide of a run's time and memory.</summary>
public sealed record Workload
{
    // Of the published data sets: 36 regions an image (Anderson et al. 2018), ten annotators who give some three different answers (Goyal et al. 2017).
    private const int UsualRegions = 36, UsualWritten = 3, UsualAnnotators = 10, UsualMostPieces = 16;

    // [CLS], a word, [SEP] and once more [SEP].
    private const double UsualPieces = 4;

    // Images looked at for the mean number of regions.
    private const int MostImages = 256;

    /// <summary>Word pieces of the vocabulary, answers and numbers a region.</summary>
    public required DataSizes Sizes { get; init; }

    /// <summary>Word pieces of a question in the mean, as far as the model attends to them.</summary>
    public required double Words { get; init; }

    /// <summary>Word pieces for which there is room.</summary>
    public required int MostWords { get; init; }

    /// <summary>Regions of a question's image in the mean, as far as the model attends to them.</summary>
    public required double Regions { get; init; }

    /// <summary>Regions for which there is room.</summary>
    public required int MostRegions { get; init; }

    /// <summary>Different answers of a question in the mean, which a generative model learns to write.</summary>
    public double Written { get; init; } = UsualWritten;

    /// <summary>Different answers for which there is room.</summary>
    public int MostWritten { get; init; } = UsualAnnotators;

    /// <summary>Word pieces of the longest answer, special ones included.</summary>
    public int MostPieces { get; init; } = UsualMostPieces;

    /// <summary>Word pieces of an answer in the mean.</summary>
    public double WrittenPieces { get; init; } = UsualPieces;

    /// <summary>Questions to train on; null where they are not known.</summary>
    public int? Train { get; init; }

    /// <summary>Questions of one evaluation, over all validation parts; null where they are not known.</summary>
    public long? Validation { get; init; }

    /// <summary>Questions of the test parts; null where they are not known.</summary>
    public long? Test { get; init; }

    /// <summary>Whether the numbers are what recipe and backbone let expect, as the data are not here.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>What prepared data are.</summary>
    /// <param name="recipe">Says which parts are evaluated.</param>
    /// <param name="data">Prepared for the backbone.</param>
    /// <param name="config">The backbone's shape.</param>
    internal static Workload Of(Recipe recipe, PreparedData data, BackboneConfig config)
    {
        QuestionSet train = data.Set(PartNames.Train);
        bool pictures = config.PictureSide is not null;
        return new Workload
        {
            Sizes = data.Sizes,
            Words = train.MaskPadding ? train.Questions.TokenCounts.Average() : train.Questions.TokenLength,
            MostWords = train.Questions.TokenLength,
            Regions = pictures ? 0 : train.MaskPadding ? MeanRegions(train) : data.Features.MaxRegions,
            MostRegions = pictures ? 0 : data.Features.MaxRegions,
            Written = config.Generates ? data.Part(PartNames.Train).Examples.Average(example => example.Answers.Distinct().Count()) : 0,
            MostWritten = train.Answers?.MostAnswers ?? 0,
            MostPieces = train.Answers?.AnswerLength ?? 0,
            WrittenPieces = config.Generates ? PiecesOf(AnswerSequences.Of(data.Vocabulary, data.Tokenizer)) : 0,
            Train = train.Count,
            Validation = Count(ProtocolParts.Validation(recipe.Protocol, data)),
            Test = Count(ProtocolParts.Test(recipe.Protocol, data)),
        };

        long Count(IEnumerable<string> parts) => parts.Sum(part => (long)data.Part(part).Examples.Count);
    }

    /// <summary>What a recipe and its backbone let expect, as long as the data are not here.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="config">The backbone's shape, with its own numbers of word pieces, answers and region features.</param>
    /// <param name="published">Questions of the published train part, from which validation will be cut; null if nobody says.</param>
    internal static Workload Declared(Recipe recipe, BackboneConfig config, int? published)
    {
        int regions = config.PictureSide is null ? UsualRegions : 0;
        int? train = published is { } all && recipe.Data.Split == "published"
            ? (int)Math.Round(all * (1 - PublishedSplit.ValidationOodShare) * (1 - PublishedSplit.ValidationIdShare))
            : DataPreparation.TrainQuestions(recipe.Data) ?? published;
        return new Workload
        {
            Sizes = SizesOf(config),
            Words = recipe.Data.QuestionLength,
            MostWords = recipe.Data.QuestionLength,
            Regions = regions,
            MostRegions = regions,
            Train = train,
            Validation = recipe.Data.Split == "published" ? published - train : null,
            IsDeclared = true,
        };
    }

    /// <summary>The sizes that a backbone's shape has by itself.</summary>
    internal static DataSizes SizesOf(BackboneConfig config) => config is RegionBackboneConfig region
        ? new DataSizes(config.VocabularySize, region.AnswerCount, region.FeatureSize)
        : new DataSizes(config.VocabularySize, LxmertConfig.Base.AnswerCount, 0);

    private static double PiecesOf(AnswerSequences answers) => (double)answers.Ids.Count(id => id != 0) / answers.Count;

    private static double MeanRegions(QuestionSet set)
    {
        int[] images = [.. set.Questions.ImageIndex.Distinct().Take(MostImages)];
        float[] features = new float[set.Features.MaxRegions * set.Features.FeatureSize], boxes = new float[set.Features.MaxRegions * 4];
        return images.Average(image => Math.Max(1, set.Features.Read(image, features, boxes)));
    }
}
