using System.Diagnostics;
using Espalier.Answering;
using Espalier.Numerics;
using Espalier.Sources;
using MathNet.Numerics.Statistics;

namespace Espalier.Bench.Packing;

/// <summary>What a process of its own sees of a packed model, whose file the system has in memory.</summary>
/// <param name="Open">Milliseconds until it is open, one for each round; of the first, code is compiled.</param>
/// <param name="FirstAnswer">Milliseconds until the first answer is there, opening included, likewise.</param>
/// <param name="Answer">Milliseconds of an answer after that, median.</param>
/// <param name="ResidentBytes">What the process held after the answers of the first round.</param>
internal sealed record ServedModel(double[] Open, double[] FirstAnswer, double Answer, long ResidentBytes)
{
    private const int Answers = 20, Words = 18, Regions = 36;

    /// <summary>Opens a model and asks it, in rounds.</summary>
    public static ServedModel Measure(string path, int rounds, int threads)
    {
        (double[] open, double[] first, List<double> later, long resident) = (new double[rounds], new double[rounds], [], 0);
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            using PackedModel model = PackedModel.Open(path, new PackedModelOptions { Threads = threads });
            open[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            PictureRegions picture = Picture(model.Description.Regions.FeatureSize);
            string question = string.Join(' ', model.Description.Tokenizer.Vocabulary.Skip(100).Take(Words));
            model.Ask(picture, question);
            first[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            for (int i = 0; i < Answers; i++)
            {
                start = Stopwatch.GetTimestamp();
                model.Ask(picture, question);
                later.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            if (round == 0) resident = Environment.WorkingSet;
        }
        return new ServedModel(open, first, Statistics.Median([.. later]), resident);
    }

    private static PictureRegions Picture(int features)
    {
        SplitMix random = new(1);
        return new PictureRegions(Numbers(Regions * features), Numbers(Regions * 4), "random");

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Below(1_000) / 1_000f)];
    }
}
