using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>The answer classifier.</summary>
internal sealed class PlainHead : nn.Module
{
    private readonly Sequential main;

    public PlainHead(PlainLayers layers) : base(nameof(PlainHead))
    {
        int hidden = layers.Config.HiddenSize;
        main = nn.Sequential(
            new PlainWeightNormLinear(hidden, 2 * hidden),
            nn.ReLU(),
            nn.Dropout(layers.Config.HeadDropout),
            new PlainWeightNormLinear(2 * hidden, layers.Config.AnswerCount));
        RegisterComponents();
    }

    public Tensor Forward(Tensor pooled) => main.forward(pooled);
}
