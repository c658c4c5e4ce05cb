using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What a backbone gives below its answer head, in fp32.</summary>
/// <param name="Pooled">The pooled state [B, H].</param>
/// <param name="QuestionState">A state of the question [B, H] before it has seen the image, for question-only branches.</param>
public sealed record Encoding(Tensor Pooled, Tensor QuestionState);
