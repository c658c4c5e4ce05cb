using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>Holds all engines to the logits of libtorch in fp32, with the same zeros: who computes something else is not compared.</summary>
internal sealed class LogitCheck
{
    private static readonly ComparedEngine Reference = ComparedEngine.All.Single(engine => engine is { Kind: EngineKind.Torch, IsYardstick: true });
    private readonly Dictionary<(SparsityPoint, RandomQuestions), float[]> _expected = [];

    /// <param name="model">The whole model.</param>
    /// <param name="points">Where it will have zeros.</param>
    /// <param name="batches">What will be asked.</param>
    /// <param name="cancellation">Stops it between two points.</param>
    public LogitCheck(VqaBackbone model, IEnumerable<SparsityPoint> points, IReadOnlyList<RandomQuestions> batches, CancellationToken cancellation)
    {
        foreach (SparsityPoint point in points)
        {
            cancellation.ThrowIfCancellationRequested();
            using TorchEngine reference = new(Reference, model, point);
            foreach (RandomQuestions questions in batches) _expected[(point, questions)] = reference.Prepare(questions)();
        }
    }

    /// <summary>The largest difference of a logit, as a share of the largest logit.</summary>
    /// <exception cref="InvalidOperationException">It is more than the engine's tolerance.</exception>
    public double Difference(IOpenEngine engine, RandomQuestions questions, float[] logits)
    {
        float[] expected = _expected[(engine.Point, questions)];
        double difference = expected.Zip(logits, (mine, theirs) => Math.Abs((double)mine - theirs)).Max() / expected.Max(Math.Abs);
        // Also where one is no number.
        if (expected.Length == logits.Length && difference <= engine.Engine.Tolerance) return difference;
        throw new InvalidOperationException(FormattableString.Invariant(
            $"{engine.Engine.Name}, {engine.Point.AllocationName} {100 * engine.Point.Sparsity:0.##} %, gives other logits than libtorch in fp32: they differ by {difference:0.0e+0} of the largest, more than {engine.Engine.Tolerance}."));
    }
}
