using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A backbone that reads region features (LXMERT, VisualBERT), with what its pre-training needs: the states of single words and regions.</summary>
public abstract class RegionBackbone : VqaBackbone
{
    /// <inheritdoc/>
    private protected RegionBackbone(string name) : base(name)
    {
    }

    /// <inheritdoc/>
    public abstract override RegionBackboneConfig Config { get; }

    /// <summary>Runs a batch up to the answer head, and gives the states that pre-training reads too.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="language">Whether all final language states are wanted, which costs the whole of the last layer.</param>
    internal abstract WholeEncoding EncodeWhole(TensorBatch batch, bool language);

    /// <summary>How the states of words and regions lie in the compute precision, if no trace is wanted.</summary>
    internal abstract (Sequences Words, Sequences Regions) Arrange(TensorBatch batch);

    /// <summary>Runs a batch, and records the states of every layer.</summary>
    internal ModelOutput Forward(TensorBatch batch, ActivationTrace trace)
    {
        Encoding encoding = Encode(batch, trace);
        return new ModelOutput(Answer(encoding.Pooled), encoding.Pooled, encoding.QuestionState);
    }

    /// <summary>States in the form that pre-training's heads read: [any, H], in fp32.</summary>
    private protected static Tensor Flat(Tensor states) => states.flatten(0, -2).In(ScalarType.Float32);
}
