using Espalier.Training.Models;
using Espalier.Training.Pruning;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>How many numbers of each kind a model has.</summary>
/// <param name="Total">All parameters.</param>
/// <param name="Products">Those of matrices that are multiplied with, which have a copy in the compute precision if that is not fp32.</param>
/// <param name="PrunableProducts">Those of <paramref name="Products"/> that stage 2 masks.</param>
/// <param name="PrunableLookups">Those of tables that stage 2 masks.</param>
/// <param name="Units">Scores of stage 2: as many as it masks, or one for each structure.</param>
/// <param name="Head">Those of the answer head, which stage 2 trains too.</param>
internal sealed record ModelSizes(long Total, long Products, long PrunableProducts, long PrunableLookups, long Units, long Head)
{
    /// <summary>What stage 2 masks.</summary>
    public long Prunable => PrunableProducts + PrunableLookups;

    /// <summary>Counts them.</summary>
    /// <param name="model">The model, on any device.</param>
    /// <param name="structure">What stage 2 prunes as a whole; where a prunable matrix has no such structure it stays dense.</param>
    public static ModelSizes Of(VqaBackbone model, Structure structure)
    {
        IReadOnlyList<WeightMatrix> prunable = structure == Structure.None
            ? PrunableMatrices.Of(model)
            : [.. UnitBlocks.Of(model, structure).SelectMany(block => block.Parts).Select(part => part.Matrix)];
        return new ModelSizes(
            model.parameters().Sum(parameter => parameter.numel()),
            Count(model.Matrices.Where(matrix => !matrix.IsLookup)),
            Count(prunable.Where(matrix => !matrix.IsLookup)),
            Count(prunable.Where(matrix => matrix.IsLookup)),
            PrunableMatrices.Describe(model, structure).Sum(matrix => matrix.Count),
            model.named_parameters().Where(p => p.name.StartsWith(model.HeadPrefix, StringComparison.Ordinal)).Sum(p => p.parameter.numel()));
    }

    private static long Count(IEnumerable<WeightMatrix> matrices) => matrices.Sum(matrix => matrix.Weight.numel());
}
