namespace Espalier.Metrics;

/// <summary>A model's weights on disk, in bytes.</summary>
/// <param name="Dense">With its zeros stored, as fp32.</param>
/// <param name="Packed">In the packed form that the sparse runtime reads.</param>
public sealed record ModelBytes(long? Dense, long? Packed);
