using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// A training loss. Its own parameters (LMH's gate, a question-only branch) are registered, trained and saved.
/// </summary>
public abstract class Objective : nn.Module
{
    /// <summary>Creates the module under the objective's name.</summary>
    /// <param name="name">One of <see cref="ObjectiveFactory.Names"/>.</param>
    /// <param name="settings">Its settings with their names; null where there are none.</param>
    protected Objective(string name, FormattableString? settings = null) : base(name) =>
        Description = settings is null ? name : $"{name}, {FormattableString.Invariant(settings)}";

    /// <summary>Name and settings, to refuse a saved state of another objective.</summary>
    public string Description { get; }

    /// <summary>The loss of a batch, a scalar.</summary>
    /// <param name="output">What the backbone gave for the batch.</param>
    /// <param name="batch">The batch with targets, bias and hard labels.</param>
    public abstract Tensor Loss(ModelOutput output, TensorBatch batch);

    /// <summary>
    /// What the loss of a batch is a mean over: its examples, unless an objective counts otherwise. The loss of the whole is the mean of the losses of its
    /// parts, each weighted with this.
    /// </summary>
    /// <param name="batch">The batch with targets, bias and hard labels.</param>
    public virtual double CountOf(TensorBatch batch) => batch.TokenIds.shape[0];
}
