using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;

namespace Espalier.Packing;

/// <summary>Lets a packed model answer the questions of a data set, whose region features are known.</summary>
public static class PackedEvaluation
{
    private const int Together = 256;

    /// <summary>Answers a part of a prepared data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set, whose region features are read.</param>
    /// <param name="part">The part, read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Each question with the likeliest answer, in their order.</returns>
    /// <exception cref="InputException">There are no features, or they are not such as the model reads.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<(VqaExample Question, string Answer)> Answer(
        PackedModel model, DatasetFolder data, VqaDataset part, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        string store = data.FeaturesPath ?? throw new InputException(data.Path, "features", "nothing", "region features, which the model reads");
        using RegionFeatureStore features = RegionFeatureStore.Open(store);
        return Answer(model, part, features, store, progress, cancel);
    }

    /// <summary>Answers all questions.</summary>
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
        int size = model.Description.Regions.FeatureSize;
        if (features.FeatureSize != size) throw new InputException(origin, "features", $"{features.FeatureSize} numbers of a region", $"{size}, as {model.Path} reads");
        List<(VqaExample, string)> answers = [];
        foreach (VqaExample[] some in questions.Examples.Chunk(Together))
        {
            IReadOnlyList<IReadOnlyList<AnswerChance>> found = model.AskMany([.. some.Select(question => new PackedQuestion(Picture(question), question.Question))], top: 1, cancel);
            answers.AddRange(some.Zip(found, (question, chances) => (question, chances[0].Answer)));
            progress?.Report(new WorkProgress($"answering {questions.Name}", answers.Count, questions.Examples.Count, "questions"));
        }
        return answers;

        PictureRegions Picture(VqaExample question)
        {
            PictureRegions picture = StoredRegions.Find(features, question.ImageId, $"of {origin}")
                ?? throw new InputException(origin, $"image {question.ImageId}", "nothing", $"features, as question {question.QuestionId} is about it");
            return EncodedQuestion.FaultOf(picture, size) is var (found, expected) ? throw new InputException(origin, $"image {question.ImageId}", found, expected) : picture;
        }
    }
}
