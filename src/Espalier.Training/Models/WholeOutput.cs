using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A model's output with every final state, in fp32.</summary>
/// <param name="Output">What the answer head and the objectives see.</param>
/// <param name="Language">Language states [any, H].</param>
/// <param name="Words">How they lie in the batch.</param>
/// <param name="Vision">Vision states [any, H].</param>
/// <param name="Regions">How they lie in the batch.</param>
internal sealed record WholeOutput(ModelOutput Output, Tensor Language, Sequences Words, Tensor Vision, Sequences Regions);
