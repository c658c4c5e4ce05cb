using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;

namespace Espalier.Answering;

/// <summary>Lets a packed model answer the questions of a data set, whose region features or pictures are known.</summary>
public static class PackedEvaluation
{
    private const int Together = 256;
    private const int MostNumbers = 16 << 20;

    /// <summary>Answers a part of a prepared data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set, whose region features are read, or whose pictures, whichever the model takes.</param>
    /// <param name="part">The part, read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Each question with the likeliest answer, in their order.</returns>
    /// <exception cref="InputException">There are no features or no pictures, or they are not such as the model reads.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<(VqaExample Question, string Answer)> Answer(
        PackedModel model, DatasetFolder data, VqaDataset part, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.PictureSide is { } side) return Answer(model, part, Pictures(data, part, side), Math.Clamp(MostNumbers / (3 * side * side), 1, Together), progress, cancel);
        string store = data.FeaturesPath ?? throw new InputException(data.Path, "features", "nothing", "region features, which the model reads");
        using RegionFeatureStore features = RegionFeatureStore.Open(store);
        return Answer(model, part, features, store, progress, cancel);
    }

    /// <summary>Answers all questions from region features.</summary>
    /// <param name="model">The model.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="features">The region features of their pictures, such as the model reads.</param>
    /// <param name="origin">The file of these, for messages.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Each question with the likeliest answer, in their order.</returns>
    /// <exception cref="InputException">The features are not such as the model reads, or a picture has none, or more regions than the model takes, or numbers that are not finite or too large.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<(VqaExample Question, string Answer)> Answer(
        PackedModel model, VqaDataset questions, IRegionFeatures features, string origin, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        int size = model.Description.Regions.FeatureSize;
        if (model.PictureSide is not null) throw new InputException(origin, "features", "region features", $"pictures, which {model.Path} reads");
        if (features.FeatureSize != size) throw new InputException(origin, "features", $"{features.FeatureSize} numbers of a region", $"{size}, as {model.Path} reads");
        return Answer(model, questions, Picture, Together, progress, cancel);

        PictureRegions Picture(VqaExample question)
        {
            PictureRegions picture = StoredRegions.Find(features, question.ImageId, $"of {origin}")
                ?? throw new InputException(origin, $"image {question.ImageId}", "nothing", $"features, as question {question.QuestionId} is about it");
            return model.Reads.FaultOf(picture) is var (found, expected) ? throw new InputException(origin, $"image {question.ImageId}", found, expected) : picture;
        }
    }

    private static List<(VqaExample Question, string Answer)> Answer(
        PackedModel model, VqaDataset questions, Func<VqaExample, PictureInput> see, int together, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        List<(VqaExample, string)> answers = [];
        foreach (VqaExample[] some in questions.Examples.Chunk(together))
        {
            IReadOnlyList<IReadOnlyList<AnswerChance>> found = model.AskMany([.. some.Select(question => new PackedQuestion(see(question), question.Question))], top: 1, cancel);
            answers.AddRange(some.Zip(found, (question, chances) => (question, chances[0].Answer)));
            progress?.Report(new WorkProgress($"answering {questions.Name}", answers.Count, questions.Examples.Count, "questions"));
        }
        return answers;
    }

    private static Func<VqaExample, PicturePixels> Pictures(DatasetFolder data, VqaDataset part, int side)
    {
        string images = data.ImagesPath ?? throw new InputException(data.Path, "images", "nothing", "a folder of pictures, which the model reads");
        Dictionary<long, int> numbers = [];
        List<string> files = [];
        foreach (VqaExample question in part.Examples)
        {
            if (!numbers.TryAdd(question.ImageId, files.Count)) continue;
            files.Add(data.ImagePath(question.ImageId)
                ?? throw new InputException(images, $"image {question.ImageId}", "nothing", $"a picture, as question {question.QuestionId} is about it"));
        }
        PictureReader reader = new(files, side);
        return question => PicturePixels.Read(reader, numbers[question.ImageId]);
    }
}
