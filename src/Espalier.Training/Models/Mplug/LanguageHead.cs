using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Scores of word pieces: LayerNorm(GELU(dense(x))), then a product with the decoder's own word table (tied) and a bias. Never pruned; trained
/// also where all else is frozen.
/// </summary>
internal sealed class LanguageHead : nn.Module
{
    private readonly Predictions predictions;

    public LanguageHead(int vocabulary, LayerSettings settings) : base(nameof(LanguageHead))
    {
        predictions = new Predictions(vocabulary, settings);
        RegisterComponents();
    }

    /// <summary>Logits [..., V] of states [..., H], in fp32.</summary>
    /// <param name="states">The decoder's states.</param>
    /// <param name="words">The decoder's word table.</param>
    public Tensor Forward(Tensor states, WeightMatrix words) => predictions.Forward(states, words);

    private sealed class Predictions : nn.Module
    {
        private readonly Parameter bias;
        private readonly Transform transform;

        public Predictions(int vocabulary, LayerSettings settings) : base(nameof(Predictions))
        {
            bias = new Parameter(zeros(vocabulary, device: settings.Device));
            transform = new Transform(settings);
            RegisterComponents();
        }

        public Tensor Forward(Tensor states, WeightMatrix words) =>
            nn.functional.linear(transform.Forward(states.In(ScalarType.Float32)), words.Current.In(ScalarType.Float32), bias);
    }

    private sealed class Transform : nn.Module
    {
        private readonly Linear dense;
        private readonly LayerNorm LayerNorm;

        public Transform(LayerSettings settings) : base(nameof(Transform))
        {
            dense = nn.Linear(settings.Hidden, settings.Hidden, device: settings.Device);
            LayerNorm = settings.Norm();
            RegisterComponents();
        }

        public Tensor Forward(Tensor states) => LayerNorm.forward(nn.functional.gelu(dense.forward(states)));
    }
}
