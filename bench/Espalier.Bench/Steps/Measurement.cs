namespace Espalier.Bench.Steps;

/// <summary>What one process measured.</summary>
/// <param name="Milliseconds">The median time of a step.</param>
/// <param name="CpuMilliseconds">The mean processor time of a step, over all threads.</param>
/// <param name="PeakBytes">The most resident memory of the process.</param>
/// <param name="MatmulRate">Floating-point operations a second of a large product in the step's precision, measured after the steps.</param>
internal sealed record Measurement(double Milliseconds, double CpuMilliseconds, long PeakBytes, double MatmulRate);
