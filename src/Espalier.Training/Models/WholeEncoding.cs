using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>An encoding with the states that pre-training reads, in fp32.</summary>
/// <param name="Pooled">The pooled state [B, H].</param>
/// <param name="Objects">Region states before the question is answered from them [any, H], in the order of the batch.</param>
/// <param name="Language">Final language states [any, H], in the order of the batch; null if they were not wanted.</param>
internal sealed record WholeEncoding(Tensor Pooled, Tensor Objects, Tensor? Language);
