using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What all transformer layers of a model share.</summary>
internal sealed record LayerSettings(
    int Hidden,
    int Heads,
    int Intermediate,
    double Epsilon,
    double HiddenDropout,
    double AttentionDropout,
    DropoutSource Dropout,
    Recomputation Recomputation,
    Device Device)
{
    public LayerSettings(BackboneConfig config, VqaBackbone model, Device device)
        : this(config.HiddenSize, config.HeadCount, config.IntermediateSize, config.LayerNormEpsilon,
            config.HiddenDropout, config.AttentionDropout, model.Dropout, model.Recomputation, device)
    {
    }

    public int HeadSize => Hidden / Heads;

    public TorchSharp.Modules.LayerNorm Norm() => nn.LayerNorm(Hidden, Epsilon, device: Device);

    public MaskableLinear Linear() => new(Hidden, Hidden, Device);
}
