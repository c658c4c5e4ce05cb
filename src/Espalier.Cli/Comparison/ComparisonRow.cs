namespace Espalier.Cli.Comparison;

/// <summary>What was measured of an engine and a model.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Allocation">How zeros are shared; "dense" for engines that multiply with zeros as with other numbers, which have the whole model.</param>
/// <param name="Sparsity">The fraction of zeros among prunable weights.</param>
/// <param name="Batch">Questions that were answered together.</param>
/// <param name="Threads">Threads.</param>
/// <param name="MedianMs">Milliseconds of a batch.</param>
/// <param name="MedianCpuMs">The same of all processors together.</param>
/// <param name="FasterDense">The faster of the dense engines in fp32, at this batch and these threads.</param>
/// <param name="SpeedUp">Its time by this one.</param>
/// <param name="CpuSpeedUp">The same by processor time.</param>
/// <param name="LogitDifference">The largest difference of a logit from libtorch's in fp32 with the same zeros, as a share of the largest logit.</param>
internal sealed record ComparisonRow(
    string Engine, string Allocation, double Sparsity, int Batch, int Threads, double MedianMs, double MedianCpuMs, string FasterDense, double SpeedUp, double CpuSpeedUp,
    double LogitDifference);
