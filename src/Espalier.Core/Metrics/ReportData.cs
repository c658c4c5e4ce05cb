namespace Espalier.Metrics;

/// <summary>What a report shows beyond the summary: the file <c>report-data.json</c> of a run folder. Every part may be left out.</summary>
/// <remarks>The generated reader sets init-only properties that the file leaves out to null; they take it for empty.</remarks>
public sealed record ReportData
{
    private static readonly Dictionary<string, int> None = [];

    /// <summary>The data set in a few words: "Orchard, changing-prior split, share crossing over 0.1".</summary>
    public string? DataSet { get; init; }

    /// <summary>How many questions each part has, in the order to show them: train, validation-id, ...</summary>
    public IReadOnlyDictionary<string, int> Questions { get; init => field = value ?? None; } = None;

    /// <summary>The accuracy of always giving the most frequent training answer of the question type, without looking.</summary>
    public ModelAccuracy? PriorAccuracy { get; init; }

    /// <summary>Answer distributions of the most shifted question types, the most shifted first.</summary>
    public IReadOnlyList<ReportPrior> Priors { get; init => field = value ?? []; } = [];

    /// <summary>The zeros of each prunable matrix, for every sparse model.</summary>
    public IReadOnlyList<ReportSparsity> Sparsity { get; init => field = value ?? []; } = [];

    /// <summary>Questions with everyone's answers.</summary>
    public IReadOnlyList<ReportExample> Examples { get; init => field = value ?? []; } = [];

    /// <summary>How often the two models that the examples contrast differ.</summary>
    public ReportContrast? Contrast { get; init; }

    /// <summary>Training curves.</summary>
    public IReadOnlyList<ReportCurve> Curves { get; init => field = value ?? []; } = [];

    /// <summary>Reads a <c>report-data.json</c>.</summary>
    /// <exception cref="InputException">The file is not one.</exception>
    public static ReportData Load(string path)
    {
        ReportData data = SummaryJson.Load(path, SummaryJson.Default.ReportData);
        SummaryCheck.Check(data, path);
        return data;
    }

    /// <summary>Writes a <c>report-data.json</c>, whole or not at all.</summary>
    public void Save(string path) => SummaryJson.Save(path, this, SummaryJson.Default.ReportData);
}
