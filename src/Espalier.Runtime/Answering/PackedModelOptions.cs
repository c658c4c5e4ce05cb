namespace Espalier.Answering;

/// <summary>How a packed model is opened and asked.</summary>
public sealed record PackedModelOptions
{
    /// <summary>Threads that work on one question; by default one for each processor. Whoever asks while they are busy with another question computes alone.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Questions that are computed together at most where many are asked.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Whether the whole file is compared with its checksums first.</summary>
    public bool Verify { get; init; }
}
