using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What a backbone gives for a batch, in fp32 whatever the compute precision.</summary>
/// <param name="Logits">Plain answer logits [B, A]: at test time the prediction is their argmax.</param>
/// <param name="Pooled">The pooled state [B, H] that LMH reads.</param>
/// <param name="QuestionState">A state of the question [B, H] before it has seen the image, for question-only branches.</param>
public sealed record ModelOutput(Tensor Logits, Tensor Pooled, Tensor QuestionState);
