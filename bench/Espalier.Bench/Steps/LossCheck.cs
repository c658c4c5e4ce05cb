using Espalier.Training.Models;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>
/// Whether both implementations compute the same: from the same weights and masks, without dropout, the loss before a step and the loss
/// after it, to which forward, backward, clipping and update have all contributed.
/// </summary>
internal static class LossCheck
{
    private const double Tolerance = 1e-4;

    // Five times the usual: the loss of a fresh model hardly depends on its input.
    private const double WeightDeviation = 0.1;

    // Ours is added before the second moment's bias is corrected, as in the published code; libtorch's after. So the first step is the same.
    private static readonly double Epsilon = new AdamWOptions().Epsilon / Math.Sqrt(1 - new AdamWOptions().Beta2);

    /// <summary>Compares; the larger of the two relative differences.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than 1e-4 of the loss.</exception>
    public static double Run(StepCase step, int stage)
    {
        using Lxmert model = new(step.Config with { InitializerRange = WeightDeviation }, seed: 3);
        using EspalierSubject ours = new(model, stage, dropout: false);
        using PlainSubject plain = new(step.Config, stage, dropout: false, Epsilon);
        plain.Load(model, ours.Parameterization.Tensors);
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = RandomBatch.Make(step, seed: 5);
        double largest = 0;
        for (int i = 0; i < 2; i++)
        {
            (double own, double other) = (ours.Step(batch), plain.Step(batch));
            double difference = Math.Abs(own - other) / other;
            if (!(difference <= Tolerance))
                throw new InvalidOperationException($"{step.Name}, stage {stage}, step {i + 1}: the losses are {own} and, plainly, {other}. They do not compute the same.");
            largest = Math.Max(largest, difference);
        }
        return largest;
    }
}
