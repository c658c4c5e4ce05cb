using System.Text.Json.Serialization;

namespace Espalier.Metrics;

/// <summary>
/// What a run found, for machines: the file <c>summary.json</c> of a run folder. A null stands for "not measured", never for zero.
/// </summary>
public sealed record RunSummary
{
    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>The seed that everything random in the run came from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>lxmert, visualbert or mplug.</summary>
    public required string Backbone { get; init; }

    /// <summary>The stages of the last model, joined by plus signs: "lpf+lmh", "bce+omp+lmh".</summary>
    public required string Recipe { get; init; }

    /// <summary>The models that the run compares, in the order to show them.</summary>
    public required IReadOnlyList<ModelSummary> Models { get; init; }

    /// <summary>The part of the data that chose epochs and settings; "test-ood" imitates the published practice.</summary>
    public required string SelectedOn { get; init; }

    /// <summary>How long each step took.</summary>
    public required RunSeconds Seconds { get; init; }

    /// <summary>The most memory that the process held at once, in bytes.</summary>
    public required long? PeakRssBytes { get; init; }

    /// <summary>Whether selection saw the test set, so that its accuracies are not those of unseen data.</summary>
    [JsonIgnore]
    public bool SelectedOnTest => SelectedOn.StartsWith("test", StringComparison.Ordinal);

    /// <summary>Reads a <c>summary.json</c>.</summary>
    /// <exception cref="InputException">The file is not one.</exception>
    public static RunSummary Load(string path)
    {
        RunSummary summary = SummaryJson.Load(path, SummaryJson.Default.RunSummary);
        SummaryCheck.Check(summary, path);
        return summary;
    }

    /// <summary>Writes a <c>summary.json</c>, whole or not at all.</summary>
    public void Save(string path) => SummaryJson.Save(path, this, SummaryJson.Default.RunSummary);
}
