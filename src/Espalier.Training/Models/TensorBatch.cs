using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// One batch of B questions as tensors: T word pieces, R regions of F numbers or else images, A answers. All float tensors are fp32.
/// </summary>
public sealed record TensorBatch
{
    private readonly Tensor? _features;
    private readonly Tensor? _boxes;
    private readonly Tensor? _images;

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
    /// <exception cref="InvalidOperationException">The batch has images.</exception>
    public Tensor Features
    {
        get => _features ?? throw Lacks("region features");
        init => _features = value;
    }

    /// <summary>Boxes x1, y1, x2, y2 as fractions of the image, [B, R, 4].</summary>
    /// <exception cref="InvalidOperationException">The batch has images.</exception>
    public Tensor Boxes
    {
        get => _boxes ?? throw Lacks("boxes");
        init => _boxes = value;
    }

    /// <summary>Normalised pixels [B, 3, height, width], for backbones that see for themselves; [B / K, 3, height, width] where each K questions one after another are about the same picture.</summary>
    /// <exception cref="InvalidOperationException">The batch has region features.</exception>
    public Tensor Images
    {
        get => _images ?? throw Lacks("images");
        init => _images = value;
    }

    /// <summary>1 for a real region, 0 for padding, [B, R]; each image's first is real. Null where every image has R regions.</summary>
    public Tensor? RegionMask { get; init; }

    /// <summary>Soft targets [B, A]; null at inference.</summary>
    public Tensor? Targets { get; init; }

    /// <summary>The answer prior of each question's type, [B, A]; null at inference.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Index of the best answer, int64 [B]; -1 where no answer is in the vocabulary. Null at inference.</summary>
    public Tensor? HardLabels { get; init; }

    /// <summary>
    /// What a generative backbone is to learn to write: the distinct answers of each question as word pieces, int64 [B, K, L], filled up with 0; a
    /// question with fewer than K answers has rows of 0. Null at inference.
    /// </summary>
    public Tensor? AnswerIds { get; init; }

    /// <summary>The share of annotators who gave each of these answers, [B, K].</summary>
    public Tensor? AnswerWeights { get; init; }

    /// <summary>The share of each of these answers among all that annotators gave to questions of the type, [B, K].</summary>
    public Tensor? AnswerBias { get; init; }

    /// <summary>How many questions each picture has, one after another.</summary>
    internal long QuestionsPerPicture => _images is null ? 1 : TokenIds.shape[0] / _images.shape[0];

    /// <summary>Some rows of the batch, which share its memory.</summary>
    /// <param name="start">The first; the first of its picture.</param>
    /// <param name="count">How many; all of each picture's.</param>
    internal TensorBatch Rows(long start, long count)
    {
        long each = QuestionsPerPicture;
        return this with
        {
            TokenIds = Part(TokenIds)!,
            TokenMask = Part(TokenMask),
            TokenTypes = Part(TokenTypes),
            Features = Part(_features)!,
            Boxes = Part(_boxes)!,
            Images = _images?.narrow(0, start / each, count / each)!,
            RegionMask = Part(RegionMask),
            Targets = Part(Targets),
            Bias = Part(Bias),
            HardLabels = Part(HardLabels),
            AnswerIds = Part(AnswerIds),
            AnswerWeights = Part(AnswerWeights),
            AnswerBias = Part(AnswerBias),
        };

        Tensor? Part(Tensor? whole) => whole?.narrow(0, start, count);
    }

    private static InvalidOperationException Lacks(string what) => new($"The batch has no {what}.");
}
