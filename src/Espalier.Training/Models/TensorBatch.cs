using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>One batch of B questions as tensors: T word pieces, R regions of F numbers, A answers. All float tensors are fp32.</summary>
public sealed record TensorBatch
{
    /// <summary>Word-piece ids, int64 [B, T].</summary>
    public required Tensor TokenIds { get; init; }

    /// <summary>
    /// 1 for a real piece, 0 for padding, [B, T]; the first piece of each question is real. Null lets the model attend padding, as the reference
    /// does.
    /// </summary>
    public Tensor? TokenMask { get; init; }

    /// <summary>Token types, int64 [B, T]; null makes all of them type 0, as questions are.</summary>
    public Tensor? TokenTypes { get; init; }

    /// <summary>Region features [B, R, F].</summary>
    public required Tensor Features { get; init; }

    /// <summary>Boxes x1, y1, x2, y2 as fractions of the image, [B, R, 4].</summary>
    public required Tensor Boxes { get; init; }

    /// <summary>1 for a real region, 0 for padding, [B, R]; each image's first is real. Null where every image has R regions.</summary>
    public Tensor? RegionMask { get; init; }

    /// <summary>Soft targets [B, A]; null at inference.</summary>
    public Tensor? Targets { get; init; }

    /// <summary>The answer prior of each question's type, [B, A]; null at inference.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Index of the best answer, int64 [B]; -1 where no answer is in the vocabulary. Null at inference.</summary>
    public Tensor? HardLabels { get; init; }

    /// <summary>Some rows of the batch, which share its memory.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    internal TensorBatch Rows(long start, long count)
    {
        return this with
        {
            TokenIds = Part(TokenIds)!,
            TokenMask = Part(TokenMask),
            TokenTypes = Part(TokenTypes),
            Features = Part(Features)!,
            Boxes = Part(Boxes)!,
            RegionMask = Part(RegionMask),
            Targets = Part(Targets),
            Bias = Part(Bias),
            HardLabels = Part(HardLabels),
        };

        Tensor? Part(Tensor? whole) => whole?.narrow(0, start, count);
    }
}
