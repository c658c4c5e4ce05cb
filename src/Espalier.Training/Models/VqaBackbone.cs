using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A vision-language model with an answer head. Field names of its modules equal the checkpoint's names.</summary>
public abstract class VqaBackbone : nn.Module
{
    /// <summary>Creates the module under its type's name.</summary>
    /// <param name="name">The name that TorchSharp shows in messages.</param>
    protected VqaBackbone(string name) : base(name)
    {
    }

    /// <summary>The masks of every dropout in the model. Start each training step with <see cref="DropoutSource.BeginStep"/>.</summary>
    public DropoutSource Dropout { get; } = new();

    /// <summary>
    /// Every weight matrix of a linear or embedding layer, prunable or not, in the order of the state dict. The answer head is apart:
    /// fp32 and never pruned.
    /// </summary>
    public abstract IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <summary>The type of activations between layers: float32, or bfloat16 with fp32 masters.</summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Runs a batch.</summary>
    /// <param name="batch">The inputs; targets are not read.</param>
    public ModelOutput Forward(TensorBatch batch)
    {
        Encoding encoding = Encode(batch);
        return new ModelOutput(Answer(encoding.Pooled), encoding.Pooled, encoding.QuestionState);
    }

    /// <summary>Runs a batch up to the answer head. Several threads may do so at once, each with its own batch.</summary>
    /// <param name="batch">The inputs; targets are not read.</param>
    public abstract Encoding Encode(TensorBatch batch);

    /// <summary>Answer logits [B, A] of pooled states [B, H].</summary>
    /// <param name="pooled">From <see cref="Encode"/>.</param>
    public abstract Tensor Answer(Tensor pooled);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The effective weights are not registered with the module, which frees only what is.
        if (disposing)
        {
            foreach (WeightMatrix matrix in Matrices) matrix.Clear();
        }
        base.Dispose(disposing);
    }
}
