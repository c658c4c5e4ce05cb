using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Multi-head self-attention under the names of PyTorch's own module: queries, keys and values in one matrix. Never pruned (Si et al. 2023).</summary>
internal sealed class VisionAttention : nn.Module, IMaskable
{
    private readonly Parameter in_proj_weight;
    private readonly Parameter in_proj_bias;
    private readonly MaskableLinear out_proj;
    private readonly AttentionMix _mix;

    public VisionAttention(LayerSettings settings) : base(nameof(VisionAttention))
    {
        in_proj_weight = new Parameter(zeros(3 * settings.Hidden, settings.Hidden, device: settings.Device));
        in_proj_bias = new Parameter(zeros(3 * settings.Hidden, device: settings.Device));
        out_proj = settings.Linear();
        _mix = new AttentionMix(settings);
        RegisterComponents();
        Matrix = new WeightMatrix(in_proj_weight);
    }

    public WeightMatrix Matrix { get; }

    public Tensor Forward(Tensor states, Sequences patches)
    {
        Tensor projected = nn.functional.linear(states, Matrix.Current.In(states.dtype), in_proj_bias.In(states.dtype));
        Tensor[] parts = projected.chunk(3, -1);
        return out_proj.Forward(_mix.Forward(parts[0].contiguous(), parts[1].contiguous(), parts[2].contiguous(), patches, patches, training));
    }
}
