using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The answer classifier of the reference: weight-norm linear H to 2H, ReLU, dropout 0.5, weight-norm linear to the answers. Its layers
/// are numbered in the checkpoint as in the sequence that they came from: main.0 and main.3.
/// </summary>
internal sealed class AnswerHead : nn.Module
{
    private readonly Layers main;

    public AnswerHead(RegionBackboneConfig config, DropoutSource dropout, Device device) : base(nameof(AnswerHead))
    {
        main = new Layers(config, dropout, device);
        RegisterComponents();
    }

    /// <summary>Logits [B, A] of the pooled state [B, H].</summary>
    public Tensor Forward(Tensor pooled) => main.Forward(pooled);

    /// <summary>Multiplications of one question.</summary>
    public static long Products(RegionBackboneConfig config) => 2L * config.HiddenSize * (config.HiddenSize + config.AnswerCount);

    private sealed class Layers : nn.Module
    {
        [ComponentName(Name = "0")]
        private readonly WeightNormLinear widen;

        [ComponentName(Name = "3")]
        private readonly WeightNormLinear answer;

        private readonly DropoutSource _dropout;
        private readonly double _rate;

        public Layers(RegionBackboneConfig config, DropoutSource dropout, Device device) : base(nameof(AnswerHead))
        {
            widen = new WeightNormLinear(config.HiddenSize, 2 * config.HiddenSize, device);
            answer = new WeightNormLinear(2 * config.HiddenSize, config.AnswerCount, device);
            (_dropout, _rate) = (dropout, config.HeadDropout);
            RegisterComponents();
        }

        public Tensor Forward(Tensor pooled) => answer.Forward(_dropout.Apply(widen.Forward(pooled).relu(), _rate, training));
    }
}
