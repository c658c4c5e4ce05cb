using System.Globalization;
using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pruning;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>Turns a recipe's stage 2 into allocations and schedules.</summary>
internal static class Compression
{
    // A rising sparsity arrives at half time, so that as long again remains to recover.
    private const double ScheduleShare = 0.5;

    /// <summary>The sparsity of each matrix; one group that the recipe leaves open is solved from the budget.</summary>
    /// <exception cref="InputException">The budget cannot hold.</exception>
    public static Allocation Allocate(CompressOptions stage, VqaBackbone model)
    {
        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrices.Describe(model, stage.PrunedWhole);
        if (stage.Scope == "global") return Allocation.Global(matrices, stage.Sparsity);
        if (stage.Only is { } only) return Allocation.PerMatrix(matrices, [.. matrices.Select(matrix => matrix.Group == only ? stage.Sparsity : 0)]);
        if (stage.Allocation is not { } groups) return Allocation.Uniform(matrices, stage.Sparsity);
        Dictionary<string, double> sparsities = [];
        if (groups.Language is { } language) sparsities["language"] = language;
        if (groups.Vision is { } vision) sparsities["vision"] = vision;
        if (groups.Cross is { } cross) sparsities["cross"] = cross;
        string[] open = [.. new[] { "language", "vision", "cross" }.Where(group => !sparsities.ContainsKey(group) && matrices.Any(matrix => matrix.Group == group))];
        try
        {
            foreach (string group in open)
            {
                double solved = SparsityBudget.Solve(matrices, stage.Sparsity, sparsities, group);
                if (solved is < 0 or > 1)
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a budget in which {group} would have {solved:0.####}"));
                sparsities[group] = solved;
            }
            return Allocation.PerGroup(matrices, stage.Sparsity, sparsities);
        }
        catch (ArgumentException error)
        {
            throw new InputException("recipe", "stage2.allocation", error.Message, "sparsities from 0 to 1 whose weighted mean is stage2.sparsity", error);
        }
    }

    /// <summary>The course of the overall sparsity; null keeps it.</summary>
    public static SparsitySchedule? Schedule(CompressOptions stage) => stage.Schedule switch
    {
        "cubic" => new CubicSchedule(stage.InitialSparsity, stage.Sparsity, 0, ScheduleShare * stage.Epochs),
        "stepwise" => Stepwise(stage.InitialSparsity, stage.Sparsity, ScheduleShare * stage.Epochs),
        _ => null,
    };

    /// <summary>Share of training before which nothing may be selected: until a rising sparsity has arrived, masks are not those that were asked for.</summary>
    public static double SelectFrom(CompressOptions stage) => Schedule(stage) is null ? 0 : ScheduleShare;

    /// <summary>The start of the real-valued masks.</summary>
    public static MaskInitialization Initialization(string name) => name switch
    {
        "uniform" => MaskInitialization.Uniform,
        "soft" => MaskInitialization.Soft,
        "random" => MaskInitialization.Random,
        _ => MaskInitialization.Magnitude,
    };

    // Each of ten steps prunes the same share of what is left; the tiny surplus makes up for rounding.
    private static StepwiseSchedule Stepwise(double initial, double final, double end)
    {
        const int Steps = 10;
        double ratio = initial >= 1 ? 1 : 1 - Math.Pow((1 - final) / (1 - initial), 1.0 / Steps);
        return new StepwiseSchedule(initial, final, Math.Clamp(ratio * (1 + 1e-9), 1e-9, 1), 0, end, end / Steps);
    }
}
