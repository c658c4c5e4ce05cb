using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>
/// LXMERT with an answer head as one writes it from TorchSharp's documentation and Hugging Face's model, in fp32. Its weights have the names of
/// <see cref="Lxmert"/>'s, so that the two can be compared; real-valued masks end on "weight_mask".
/// </summary>
internal sealed class PlainLxmert : nn.Module
{
    private readonly PlainTrunk lxmert;
    private readonly PlainHead classifier;

    public PlainLxmert(PlainLayers layers) : base(nameof(PlainLxmert))
    {
        (lxmert, classifier) = (new PlainTrunk(layers), new PlainHead(layers));
        RegisterComponents();
    }

    /// <summary>Logits [B, A].</summary>
    public Tensor Forward(TensorBatch batch) => classifier.Forward(lxmert.Forward(batch));
}
