namespace Espalier.Data;

/// <summary>
/// Buffers for a batch of up to <see cref="Capacity"/> questions, filled again and again by a <see cref="BatchAssembler"/>. The first
/// <see cref="Size"/> rows of each array hold the batch; what follows is left over from earlier ones.
/// </summary>
public sealed class VqaBatch
{
    /// <summary>Allocates the buffers.</summary>
    /// <param name="capacity">B, the most questions of a batch.</param>
    /// <param name="tokenLength">T.</param>
    /// <param name="regions">R.</param>
    /// <param name="featureSize">F.</param>
    /// <param name="answers">A.</param>
    public VqaBatch(int capacity, int tokenLength, int regions, int featureSize, int answers)
    {
        (Capacity, TokenLength, Regions, FeatureSize, Answers) = (capacity, tokenLength, regions, featureSize, answers);
        (TokenIds, TokenMask) = (new long[capacity * tokenLength], new float[capacity * tokenLength]);
        Features = new float[checked(capacity * regions * featureSize)];
        (Boxes, RegionMask) = (new float[capacity * regions * 4], new float[capacity * regions]);
        (Targets, Bias) = (new float[checked(capacity * answers)], new float[checked(capacity * answers)]);
        HardLabels = new long[capacity];
    }

    /// <summary>B, the most questions of a batch.</summary>
    public int Capacity { get; }

    /// <summary>T, tokens a question.</summary>
    public int TokenLength { get; }

    /// <summary>R, regions an image.</summary>
    public int Regions { get; }

    /// <summary>F, numbers a region.</summary>
    public int FeatureSize { get; }

    /// <summary>A, answers of the vocabulary.</summary>
    public int Answers { get; }

    /// <summary>Questions in the batch now.</summary>
    public int Size { get; internal set; }

    /// <summary>[B, T] token ids.</summary>
    public long[] TokenIds { get; }

    /// <summary>[B, T] 1 for a token, 0 for filling.</summary>
    public float[] TokenMask { get; }

    /// <summary>[B, R, F] region features, 0 where there is no region.</summary>
    public float[] Features { get; }

    /// <summary>[B, R, 4] boxes x1, y1, x2, y2 as fractions of width and height.</summary>
    public float[] Boxes { get; }

    /// <summary>[B, R] 1 for a region, 0 for none; at least one 1 a row: an image without regions attends to an empty one.</summary>
    public float[] RegionMask { get; }

    /// <summary>[B, A] soft targets.</summary>
    public float[] Targets { get; }

    /// <summary>[B, A] answer priors.</summary>
    public float[] Bias { get; }

    /// <summary>[B] hard labels; -1 for none.</summary>
    public long[] HardLabels { get; }
}
