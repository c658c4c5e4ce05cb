using System.Diagnostics;
using System.Globalization;
using Espalier.Answering;
using Espalier.Features;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Sources;

namespace Espalier.Run.Benching;

/// <summary>Asks a packed model the longest question that it reads, about a random picture, of the most regions if it reads those, over and over.</summary>
/// <param name="model">The model.</param>
internal sealed class QuestionBenchmark(PackedModel model)
{
    private const int Least = 5;
    private const double WarmUp = 0.5;

    private readonly PackedQuestion _question = new(Random(model), Words(model.Description));

    /// <summary>Word pieces of the question.</summary>
    public int Pieces => model.Description.Question.Length;

    /// <summary>What the picture is: "36 regions" or "384 x 384 pixels".</summary>
    public string Picture => _question.Picture switch
    {
        PictureRegions regions => string.Create(CultureInfo.InvariantCulture, $"{regions.Count} regions"),
        PicturePixels pixels => string.Create(CultureInfo.InvariantCulture, $"{pixels.Side} x {pixels.Side} pixels"),
        _ => throw new InvalidOperationException("It is neither regions nor pixels."),
    };

    /// <summary>Asks once, so that what a model first needs is there.</summary>
    public void AskOnce() => model.AskMany([_question], top: 1);

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

    private static PictureInput Random(PackedModel model)
    {
        SplitMix random = new(1);
        if (model.PictureSide is { } side) return new PicturePixels(Numbers(3 * side * side), side);
        RegionForm form = model.Description.Regions;
        return new PictureRegions(Numbers(form.MaxRegions * form.FeatureSize), Numbers(form.MaxRegions * 4), "random");

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Below(1_000) / 1_000f)];
    }

    // Cut at the length that the model reads; a word that is no piece of its own is at least one.
    private static string Words(PackedDescription model) =>
        string.Join(' ', Enumerable.Repeat(model.Tokenizer.Vocabulary.FirstOrDefault(piece => piece.Length > 1 && piece.All(char.IsAsciiLetterLower)) ?? "a", model.Question.Length));
}
