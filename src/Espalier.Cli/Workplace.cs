using Espalier.Orchard;
using Espalier.Sources;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Cli;

/// <summary>What the verbs share: the cache and the data sources.</summary>
internal static class Workplace
{
    /// <summary>`.espalier` in the working directory, or where ESPALIER_CACHE says.</summary>
    public static ContentCache Cache => new(Environment.GetEnvironmentVariable("ESPALIER_CACHE") is { Length: > 0 } folder ? folder : ".espalier");

    /// <summary>Every source that recipes and `data` know.</summary>
    public static IReadOnlyList<IDatasetSource> Sources { get; } = [new OrchardSource(), .. DatasetSources.Importers];
}
