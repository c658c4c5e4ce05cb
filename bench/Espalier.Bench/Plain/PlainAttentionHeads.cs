using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>Multi-head attention written out, which at these lengths trains faster than libtorch's fused form.</summary>
internal sealed class PlainAttentionHeads : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> query;
    private readonly nn.Module<Tensor, Tensor> key;
    private readonly nn.Module<Tensor, Tensor> value;
    private readonly Dropout dropout;
    private readonly int _heads;
    private readonly int _size;

    public PlainAttentionHeads(PlainLayers layers) : base(nameof(PlainAttentionHeads))
    {
        int hidden = layers.Config.HiddenSize;
        (query, key, value) = (layers.Linear(hidden, hidden), layers.Linear(hidden, hidden), layers.Linear(hidden, hidden));
        dropout = nn.Dropout(layers.Config.AttentionDropout);
        (_heads, _size) = (layers.Config.HeadCount, hidden / layers.Config.HeadCount);
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Tensor context, Tensor mask)
    {
        Tensor q = Split(query.forward(states)), k = Split(key.forward(context)), v = Split(value.forward(context));
        Tensor scores = (matmul(q, k.transpose(-1, -2)) / Math.Sqrt(_size)) + mask;
        Tensor probabilities = dropout.forward(nn.functional.softmax(scores, -1));
        return matmul(probabilities, v).permute(0, 2, 1, 3).contiguous().view(states.shape);
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, _size).permute(0, 2, 1, 3);
}
