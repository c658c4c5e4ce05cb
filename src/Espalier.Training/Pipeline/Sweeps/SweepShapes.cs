using Espalier.Sources;
using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pruning;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>Tells what a recipe's stage 2 selects among: weights or whole structures of matrices, whose sizes depend on its data. No weights are made.</summary>
/// <param name="cache">Where data are kept.</param>
/// <param name="sources">The data sources that recipes can name.</param>
/// <param name="progress">Told how far it is, where data must be made first.</param>
/// <param name="cancellation">Stops the making of data.</param>
public sealed class SweepShapes(ContentCache cache, IReadOnlyList<IDatasetSource> sources, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private readonly Dictionary<string, IReadOnlyList<PrunableMatrix>> known = [];

    /// <summary>The prunable matrices of a recipe's model.</summary>
    /// <exception cref="InputException">The data are not as they must be.</exception>
    public IReadOnlyList<PrunableMatrix> Of(Recipe recipe)
    {
        Structure structure = recipe.Stage2?.PrunedWhole ?? Structure.None;
        string key = $"{structure} {RecipeFile.Write(recipe with { Name = "", Seed = 0, Stage1 = null, Stage2 = null, Stage3 = null, Compare = [] })}";
        if (known.TryGetValue(key, out IReadOnlyList<PrunableMatrix>? matrices)) return matrices;
        using PreparedData data = new(new DataPreparation(cache, sources, progress).Prepare(recipe, cancellation), recipe.Data);
        using VqaBackbone shape = ModelFactory.ShapeOf(recipe, data.Sizes).Blank(META);
        return known[key] = PrunableMatrices.Describe(shape, structure);
    }
}
