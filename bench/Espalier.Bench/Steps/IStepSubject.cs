using Espalier.Training.Models;

namespace Espalier.Bench.Steps;

/// <summary>An implementation of a training step.</summary>
internal interface IStepSubject : IDisposable
{
    /// <summary>Forward, loss, backward, update.</summary>
    /// <returns>The loss before the update.</returns>
    double Step(TensorBatch batch);
}
