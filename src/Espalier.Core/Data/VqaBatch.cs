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
    /// <param name="side">S, width and height of images; 0 for none.</param>
    /// <param name="generated">K, the most answers that are to be written to a question; 0 for none.</param>
    /// <param name="answerLength">L, word pieces of the longest of them.</param>
    public VqaBatch(int capacity, int tokenLength, int regions, int featureSize, int answers, int side = 0, int generated = 0, int answerLength = 0)
    {
        (Side, Generated, AnswerLength) = (side, generated, answerLength);
        Images = new float[checked(capacity * 3 * side * side)];
        (AnswerIds, AnswerWeights, AnswerBias) = (new long[capacity * generated * answerLength], new float[capacity * generated], new float[capacity * generated]);
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

    /// <summary>S, width and height of images; 0 if there are none.</summary>
    public int Side { get; }

    /// <summary>K, the most answers that are to be written to a question; 0 if there are none.</summary>
    public int Generated { get; }

    /// <summary>L, word pieces of the longest of them.</summary>
    public int AnswerLength { get; }

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

    /// <summary>[B, 3, S, S] normalised pixels.</summary>
    public float[] Images { get; }

    /// <summary>[B, K, L] word pieces of the answers to be written, filled up with 0.</summary>
    public long[] AnswerIds { get; }

    /// <summary>[B, K] the share of annotators who gave each of them.</summary>
    public float[] AnswerWeights { get; }

    /// <summary>[B, K] the share that each of them has among all answers to questions of the type.</summary>
    public float[] AnswerBias { get; }
}
