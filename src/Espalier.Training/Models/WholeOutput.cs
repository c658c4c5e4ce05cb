using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A model's output with the states that pre-training reads, in fp32.</summary>
/// <param name="Output">What the answer head and the objectives see.</param>
/// <param name="Language">Final language states [any, H]; null if they were not wanted.</param>
/// <param name="Words">How they lie in the batch.</param>
/// <param name="Objects">Region states before they have met the text [any, H].</param>
/// <param name="Regions">How they lie in the batch.</param>
internal sealed record WholeOutput(ModelOutput Output, Tensor? Language, Sequences Words, Tensor Objects, Sequences Regions);
