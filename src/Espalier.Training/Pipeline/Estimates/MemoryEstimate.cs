namespace Espalier.Training.Pipeline.Estimates;

/// <summary>The memory that a stage needs at its peak, in bytes.</summary>
public sealed record MemoryEstimate
{
    /// <summary>.NET and libtorch with their code, their heaps and what fragments of these are not used.</summary>
    public required long Process { get; init; }

    /// <summary>Questions, answers and word pieces of all parts of the data.</summary>
    public required long Questions { get; init; }

    /// <summary>Weights in fp32, their copies in the compute precision, and a teacher's.</summary>
    public required long Weights { get; init; }

    /// <summary>Gradients of what is trained; none while a stage is evaluated.</summary>
    public long Gradients { get; init; }

    /// <summary>AdamW's two moments of what is trained.</summary>
    public long Moments { get; init; }

    /// <summary>Scores of masks, masked weights, and what ranks them.</summary>
    public long Masks { get; init; }

    /// <summary>Batches that were loaded ahead, and the one at work.</summary>
    public required long Batches { get; init; }

    /// <summary>What questions leave on their way through the model.</summary>
    public required long Activations { get; init; }

    /// <summary>Whether the peak is while questions are evaluated and not while they are learnt from.</summary>
    public bool IsEvaluating { get; init; }

    /// <summary>All of it.</summary>
    public long Total => Process + Questions + Weights + Gradients + Moments + Masks + Batches + Activations;
}
