using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>BERT's layers, over question and regions together.</summary>
internal sealed class VisualBertEncoder : nn.Module
{
    private readonly ModuleList<TransformerLayer> layer;

    public VisualBertEncoder(VisualBertConfig config, LayerSettings settings) : base(nameof(VisualBertEncoder))
    {
        layer = new(Enumerable.Range(0, config.Layers).Select(_ => new TransformerLayer(settings)).ToArray());
        RegisterComponents();
    }

    /// <summary>Runs some of the layers.</summary>
    /// <param name="states">What the first of them reads.</param>
    /// <param name="sequences">How the states lie.</param>
    /// <param name="layers">Which.</param>
    /// <param name="trace">If given, the states and attentions of each are recorded.</param>
    public Tensor Forward(Tensor states, Sequences sequences, Range layers, ActivationTrace? trace = null)
    {
        (int first, int count) = layers.GetOffsetAndLength(layer.Count);
        for (int i = first; i < first + count; i++)
        {
            states = layer[i].Forward(states, sequences, trace?.JointAttentions);
            trace?.JointStates.Add(states);
        }
        return states;
    }

    /// <summary>Each example's first state after the last layer, [B, H] or [B, 1, H], without the work on states that nobody reads.</summary>
    public Tensor ForwardFirst(Tensor states, Sequences sequences) => layer[layer.Count - 1].ForwardFirst(states, sequences);
}
