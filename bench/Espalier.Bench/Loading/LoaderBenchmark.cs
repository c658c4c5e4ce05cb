using Espalier.Orchard;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Espalier.Bench.Loading;

/// <summary>Trains one epoch of the tiny model on a small Orchard, and tells how long the trainer waited for its prefetching loader.</summary>
internal static class LoaderBenchmark
{
    private const double MostWaiting = 0.03;
    private const int Questions = 3000, Batch = 64;

    /// <returns>0 if it waited for less than 3 % of the epoch, else 3.</returns>
    public static int Run(TextWriter output, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            Recipe recipe = new() { Name = "loader", Data = new DataOptions { Source = "orchard", Train = Questions, QuestionLength = 14 } };
            output.WriteLine($"growing an Orchard of {Questions} training questions");
            DataPreparation preparation = new(new ContentCache(folder), [new OrchardSource()], null);
            using PreparedData data = new(preparation.Prepare(recipe, cancellation), recipe.Data);
            TrainingResult result = Train(Path.Combine(folder, "state"), recipe, data, cancellation);
            bool good = result.WaitShare < MostWaiting;
            string verdict = FormattableString.Invariant($"{(good ? "less" : "not less")} than {100 * MostWaiting:0} %");
            output.WriteLine(FormattableString.Invariant(
                $"{result.Steps} steps in {result.Seconds:0.0} s; waited for batches {100 * result.WaitShare:0.00} % of it ({verdict})"));
            return good ? 0 : 3;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TrainingResult Train(string state, Recipe recipe, PreparedData data, CancellationToken cancellation)
    {
        using VqaBackbone model = new ModelFactory(recipe, data, pretrained: null).Create();
        using BinaryCrossEntropy objective = new();
        TrainerOptions options = new() { StateFolder = state, Epochs = 1, BatchSize = Batch, LearningRate = 5e-4, EvaluateFirst = false };
        return new Trainer(options, objective, new WeightTraining(model), data.Set(PartNames.Train), [], NullLogger.Instance).Run(cancellation);
    }
}
