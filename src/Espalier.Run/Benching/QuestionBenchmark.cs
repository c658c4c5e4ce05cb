using System.Diagnostics;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Sources;

namespace Espalier.Run.Benching;

/// <summary>Asks a packed model the longest question that it reads, about a picture of the most regions, over and over.</summary>
/// <param name="model">The model.</param>
internal sealed class QuestionBenchmark(PackedModel model)
{
    private const int Least = 5;
    private const double WarmUp = 0.5;

    private readonly PackedQuestion _question = new(Picture(model.Description), Words(model.Description));

    /// <summary>Word pieces of the question.</summary>
    public int Pieces => model.Description.Question.Length;

    /// <summary>Regions of the picture.</summary>
    public int Regions => _question.Picture.Count;

    /// <summary>Measures.</summary>
    /// <param name="batch">How many questions are asked together.</param>
    /// <param name="time">How long is measured; half of it before, which does not count, so that code is compiled and memory taken.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public QuestionTimes Run(int batch, TimeSpan time, CancellationToken cancel)
    {
        PackedQuestion[] questions = [.. Enumerable.Repeat(_question, batch)];
        _ = Times(questions, WarmUp * time, cancel);
        return QuestionTimes.Of(batch, Times(questions, time, cancel));
    }

    private List<double> Times(PackedQuestion[] questions, TimeSpan time, CancellationToken cancel)
    {
        List<double> times = [];
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < Least || Stopwatch.GetElapsedTime(begin) < time)
        {
            long start = Stopwatch.GetTimestamp();
            model.AskMany(questions, top: 1, cancel);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times;
    }

    private static PictureRegions Picture(PackedDescription model)
    {
        SplitMix random = new(1);
        int regions = model.Regions.MaxRegions;
        return new PictureRegions(Numbers(regions * model.Regions.FeatureSize), Numbers(regions * 4), "random");

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Below(1_000) / 1_000f)];
    }

    // Cut at the length that the model reads; a word that is no piece of its own is at least one.
    private static string Words(PackedDescription model) =>
        string.Join(' ', Enumerable.Repeat(model.Tokenizer.Vocabulary.FirstOrDefault(piece => piece.Length > 1 && piece.All(char.IsAsciiLetterLower)) ?? "a", model.Question.Length));
}
