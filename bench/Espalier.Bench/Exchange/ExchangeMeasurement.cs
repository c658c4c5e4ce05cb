using Espalier.Bench.Loading;

namespace Espalier.Bench.Exchange;

/// <summary>What one process saw of a model that came from files.</summary>
/// <param name="Load">What loading took.</param>
/// <param name="Difference">The largest difference from what the model gives that was written, as a share of the largest number there.</param>
internal sealed record ExchangeMeasurement(LoadMeasurement Load, double Difference);
