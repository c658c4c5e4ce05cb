using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training.Optimization;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// What a stage trains of a model, and how the weights that the forward pass uses follow from it: the weights themselves
/// (<see cref="WeightTraining"/>) or masks over frozen weights (<see cref="Pruning.MaskTraining"/>; Si et al. 2023, eq. 2). Lives as long as the stage; the model's
/// effective weights stay as they are at its end, also when this is disposed of.
/// </summary>
public abstract class Parameterization : IDisposable
{
    private protected Parameterization(VqaBackbone model) => Model = model;

    /// <summary>The model.</summary>
    public VqaBackbone Model { get; }

    /// <summary>Where the model is.</summary>
    public Device Device => Model.Matrices[0].Weight.device;

    /// <summary>Everything of the model that is trained.</summary>
    public abstract IReadOnlyList<TrainedTensor> Tensors { get; }

    /// <summary>The masks under which the model computes now; null if it is dense.</summary>
    public abstract MaskSet? Masks { get; }

    /// <summary>What is trained and how, as text, to refuse a saved state of something else.</summary>
    public abstract string Description { get; }

    /// <summary>Identifies the weights or masks that must be those of the start when a saved state is loaded; null if the state holds everything.</summary>
    public virtual string? FrozenHash => null;

    /// <summary>Called before each step.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="epoch">Passes over the data so far, with fraction.</param>
    /// <returns>How the sparsity had drifted, if it was put right; else null.</returns>
    public virtual SparsityDrift? BeginStep(long step, double epoch) => null;

    /// <summary>Called before each evaluation, so that what is evaluated is what is saved.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="epoch">Passes over the data so far, with fraction.</param>
    /// <returns>How the sparsity had drifted, if it was put right; else null.</returns>
    public virtual SparsityDrift? BeginEvaluation(long step, double epoch) => null;

    /// <summary>What is neither the model's nor among its effective weights, and so freed with this.</summary>
    private protected abstract IEnumerable<Tensor> Own { get; }

    /// <summary>Called at the end of the stage.</summary>
    /// <exception cref="TrainingException">Something changed that must not.</exception>
    public virtual void Verify()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Own) tensor.Dispose();
        GC.SuppressFinalize(this);
    }
}
