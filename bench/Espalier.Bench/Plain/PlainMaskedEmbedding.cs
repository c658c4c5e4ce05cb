using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A table of rows under a real-valued mask.</summary>
internal sealed class PlainMaskedEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter weight_mask;
    private readonly float _threshold;

    public PlainMaskedEmbedding(long rows, long columns, float threshold) : base(nameof(PlainMaskedEmbedding))
    {
        (weight, weight_mask) = (new Parameter(randn(rows, columns) * 0.02), new Parameter(rand(rows, columns) * 2 * threshold));
        _threshold = threshold;
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        Tensor rows = (weight * PlainMaskedLinear.Binarize(weight_mask, _threshold)).index_select(0, ids.flatten());
        return rows.view([.. ids.shape, weight.shape[1]]);
    }
}
