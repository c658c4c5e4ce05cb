using Espalier.Metrics;

namespace Espalier.Paper;

/// <summary>A score of a model, in percent.</summary>
/// <param name="Name">How tables and pictures call it.</param>
/// <param name="Of">Reads it; null where it was not measured.</param>
public sealed record Measure(string Name, Func<SweepRow, double?> Of)
{
    /// <summary>Accuracy out of distribution: what most claims are about.</summary>
    public static Measure Ood { get; } = new("OOD", row => row.Accuracy.Ood?.All);

    /// <summary>Accuracy in distribution.</summary>
    public static Measure Id { get; } = new("ID", row => row.Accuracy.Id?.All);

    /// <summary>Yes/no questions, out of distribution.</summary>
    public static Measure YesNo { get; } = new("OOD yes/no", row => row.Accuracy.Ood?.YesNo);

    /// <summary>Questions for a number, out of distribution.</summary>
    public static Measure Number { get; } = new("OOD number", row => row.Accuracy.Ood?.Number);

    /// <summary>All other questions, out of distribution.</summary>
    public static Measure Other { get; } = new("OOD other", row => row.Accuracy.Ood?.Other);

    /// <summary>Out of distribution on validation, by which settings may be chosen.</summary>
    public static Measure ValidationOod { get; } = new("validation OOD", row => row.Validation.Ood);

    /// <summary>All questions of a test with varying shortcuts.</summary>
    public static Measure Iid { get; } = new("IID", row => row.Accuracy.Shortcuts?.Iid);

    /// <summary>The mean of the nine sets.</summary>
    public static Measure OodMean { get; } = new("OOD-mean", row => row.Accuracy.Shortcuts?.OodMean);

    /// <summary>The mean of the sets whose shortcut is in the question.</summary>
    public static Measure OodLang { get; } = new("OOD-lang", row => row.Accuracy.Shortcuts?.OodLang);

    /// <summary>The mean of the sets whose shortcut is in the picture.</summary>
    public static Measure OodVis { get; } = new("OOD-vis", row => row.Accuracy.Shortcuts?.OodVis);

    /// <summary>The mean of the sets whose shortcut is in both.</summary>
    public static Measure OodCrossModal { get; } = new("OOD-crsM", row => row.Accuracy.Shortcuts?.OodCrossModal);

    /// <summary>What is lost in both alike cancels out: a loss that is greater in OOD-vis is a loss of this difference.</summary>
    public static Measure OodVisMinusMean { get; } = new("OOD-vis − OOD-mean", row => row.Accuracy.Shortcuts?.OodVis - row.Accuracy.Shortcuts?.OodMean);

    /// <summary>A gain here that exceeds a loss there is a gain of this sum.</summary>
    public static Measure OodMeanPlusIid { get; } = new("OOD-mean + IID", row => row.Accuracy.Shortcuts?.OodMean + row.Accuracy.Shortcuts?.Iid);
}
