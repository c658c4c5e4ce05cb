using Espalier.Data;
using Espalier.Orchard.Drawing;
using Espalier.Orchard.Questions;
using Espalier.Orchard.Regions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard;

/// <summary>The images and questions that are to be split: skewed, as data from people are.</summary>
internal sealed class Pool
{
    private const ulong Scenes = 1, Asking = 2, Detecting = 3, Counting = 4;
    private const int FewestPerImage = 5, PerImageRange = 4;

    private readonly ulong seed;
    private readonly int[] questionsPerImage;

    internal Pool(OrchardOptions options)
    {
        seed = options.Seed;
        List<int> counts = [];
        Dice dice = Dice.For(seed, Counting, 0);
        for (int left = options.PoolQuestions; left > 0; left -= counts[^1])
            counts.Add(Math.Min(left, FewestPerImage + dice.Below(PerImageRange)));
        questionsPerImage = [.. counts];
    }

    internal int ImageCount => questionsPerImage.Length;

    /// <summary>Ids begin at 1.</summary>
    internal static long IdOf(int image) => image + 1;

    internal Scene SceneOf(int image) => SceneMaker.Make(Dice.For(seed, Scenes, image), Taste.Natural);

    internal PoolImage Grow(int image, ScenePainter painter)
    {
        Scene scene = SceneOf(image);
        painter.Paint(scene);
        Region[] regions = Detector.Detect(scene, Dice.For(seed, Detecting, image));
        return new(new RegionSheet(painter.ToImage(), regions), regions, painter.ToPng(), Ask(image, scene));
    }

    /// <summary>The image's questions; they do not depend on the picture having been drawn.</summary>
    internal List<VqaExample> Ask(int image, Scene scene)
    {
        Dice dice = Dice.For(seed, Asking, image);
        List<VqaExample> examples = [];
        foreach ((QuestionType type, Candidate question) in Asker.Skewed.Ask(new SceneFacts(scene), dice, questionsPerImage[image]))
        {
            string[] answers = Annotators.Answer(question, dice);
            examples.Add(new()
            {
                QuestionId = (IdOf(image) * 10) + examples.Count,
                ImageId = IdOf(image),
                Question = char.ToUpperInvariant(question.Text[0]) + question.Text[1..],
                QuestionType = type.Name,
                AnswerType = question.Family switch { AnswerFamily.YesNo => "yes/no", AnswerFamily.Number => "number", _ => "other" },
                MultipleChoiceAnswer = question.Answer,
                Answers = answers,
            });
        }
        return examples;
    }
}
