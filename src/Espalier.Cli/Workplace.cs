using Espalier.Orchard;
using Espalier.Sources;
using Espalier.Training.Pipeline.Preparation;
using Spectre.Console;

namespace Espalier.Cli;

/// <summary>What the verbs share.</summary>
/// <param name="Screen">Where results and progress go.</param>
/// <param name="Cache">Where prepared data and pre-trained models are kept.</param>
internal sealed record Workplace(IAnsiConsole Screen, ContentCache Cache)
{
    /// <summary>Names the cache's folder; `.espalier` in the working directory where it is not set.</summary>
    public const string CacheVariable = "ESPALIER_CACHE";

    /// <summary>Every source that recipes and `data` know.</summary>
    public IReadOnlyList<IDatasetSource> Sources { get; } = [new OrchardSource(), .. DatasetSources.Importers];

    /// <summary>The workplace of this process, writing to a screen.</summary>
    public static Workplace Of(IAnsiConsole screen) =>
        new(screen, new ContentCache(Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder ? folder : ".espalier"));
}
