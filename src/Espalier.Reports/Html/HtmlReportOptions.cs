using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Espalier.Reports.Html;

/// <summary>What a page shows beside the run's numbers.</summary>
public sealed record HtmlReportOptions
{
    /// <summary>The folder that relative paths of example pictures start from; null for the page's own folder.</summary>
    public string? RunFolder { get; init; }

    /// <summary>The recipe with every setting that took effect, as YAML.</summary>
    public string? EffectiveRecipe { get; init; }

    /// <summary>Versions, commit, threads, processor, in the order to show them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The most examples to show.</summary>
    public int MaximumExamples { get; init; } = 12;

    /// <summary>Whether to write the pictures beside the page, too, as PNG files in a folder "pictures".</summary>
    public bool WritePictures { get; init; } = true;

    /// <summary>Is told what could not be shown.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
