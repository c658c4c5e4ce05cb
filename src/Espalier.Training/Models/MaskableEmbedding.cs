using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A table of rows, looked up in the <see cref="WeightMatrix.Current"/> weight. The padding row, if there is one, is looked up like any other, but
/// sends no gradient to its weight or mask. The gradient is dense, so that rows absent from a batch keep moving by momentum as they do in the
/// reference.
/// </summary>
internal sealed class MaskableEmbedding : nn.Module, IMaskable
{
    private readonly Parameter weight;
    private readonly long? _padding;

    public MaskableEmbedding(long rows, long columns, Device device, long? padding) : base(nameof(MaskableEmbedding))
    {
        _padding = padding;
        weight = new Parameter(zeros(rows, columns, device: device));
        RegisterComponents();
        Matrix = new WeightMatrix(weight) { IsLookup = true };
    }

    public WeightMatrix Matrix { get; }

    /// <summary>The rows of ids [...], as float32 [..., columns].</summary>
    public Tensor Forward(Tensor ids)
    {
        Tensor table = Matrix.Current;
        Tensor rows = table.index_select(0, ids.reshape(-1)).In(ScalarType.Float32).view([.. ids.shape, table.shape[1]]);
        if (!rows.requires_grad || _padding is not { } padding) return rows;
        // Exact: one of the two terms is the row itself and the other zero.
        Tensor real = ids.ne(padding).to_type(ScalarType.Float32).unsqueeze(-1);
        return rows * real + rows.detach() * (1 - real);
    }
}
