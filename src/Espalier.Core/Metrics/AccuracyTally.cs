namespace Espalier.Metrics;

/// <summary>A running sum of accuracies.</summary>
internal readonly record struct AccuracyTally(long Questions, double Sum)
{
    public AccuracyCell Cell => new(Questions, Questions == 0 ? null : 100 * Sum / Questions);

    public AccuracyTally With(double accuracy) => new(Questions + 1, Sum + accuracy);
}
