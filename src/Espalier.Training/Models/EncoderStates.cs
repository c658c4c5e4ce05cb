using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What the encoder gives, in the compute precision.</summary>
/// <param name="First">Each question's first state, [B, H] or [B, 1, H].</param>
/// <param name="Question">The same before it has met the regions.</param>
/// <param name="Language">All language states that the last whole layer gave.</param>
/// <param name="Objects">All region states before they have met the question.</param>
internal sealed record EncoderStates(Tensor First, Tensor Question, Tensor Language, Tensor Objects);
