namespace Espalier.Bench.Loading;

/// <summary>What working on region features took.</summary>
/// <param name="Seconds">Of the whole conversion, or of a batch.</param>
/// <param name="PrivateBytes">Memory of the process's own at its end, pages of files not counted.</param>
/// <param name="PeakBytes">The most that was resident, pages of files included.</param>
internal sealed record FeatureMeasurement(double Seconds, long PrivateBytes, long PeakBytes);
