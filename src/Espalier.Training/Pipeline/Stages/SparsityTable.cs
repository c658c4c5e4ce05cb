using Espalier.Sparsity;
using Espalier.Training.Pruning;
using Microsoft.Extensions.Logging;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>Writes achieved sparsities to the log, by matrix, modality and in all, and how many structures were pruned whole.</summary>
internal static class SparsityTable
{
    public static void Log(ILogger logger, string model, SparsityReport report, StructureCount? structures)
    {
        foreach (SparsityRow row in report.Matrices) logger.LogDebug("{Model}: {Row}", model, Line(row));
        foreach (SparsityRow row in report.Groups.Append(report.Total)) logger.LogInformation("{Model}: {Row}", model, Line(row));
        if (structures is not null)
            logger.LogInformation("{Model}: {Pruned} of {Count} {Structures} pruned", model, structures.Pruned, structures.Count, structures.Structure);
    }

    private static string Line(SparsityRow row) => FormattableString.Invariant($"{row.Name} {100 * row.Sparsity:0.00} % sparse, {row.Kept:N0} of {row.Count:N0} kept");
}
