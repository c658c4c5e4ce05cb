using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A matrix of which each structure of a block owns as many neighbouring rows, or columns.</summary>
/// <param name="Matrix">The matrix.</param>
/// <param name="Columns">Whether columns are owned.</param>
internal readonly record struct UnitPart(WeightMatrix Matrix, bool Columns)
{
    /// <summary>A tensor of the matrix's shape as [any, units, any], so that one index is one structure.</summary>
    public Tensor ByUnit(Tensor values, int units) => values.reshape(Columns ? values.shape[0] : 1, units, -1);
}
