using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What the parts of an mPLUG model give for a batch, in the compute precision.</summary>
/// <param name="Vision">The vision encoder's states, of each picture once.</param>
/// <param name="Image">The same, projected to the width of the text where the widths differ.</param>
/// <param name="Text">The text encoder's states.</param>
/// <param name="FusedImage">The image's states after fusion, of each question.</param>
/// <param name="FusedText">The text's states after fusion.</param>
/// <param name="Question">The text encoder's first state of each question, [B, H].</param>
/// <param name="FusedQuestion">The same after fusion, [B, H].</param>
/// <param name="Memory">What the decoder reads.</param>
internal sealed record MplugStates(
    Tensor Vision, Tensor Image, Tensor Text, Tensor FusedImage, Tensor FusedText, Tensor Question, Tensor FusedQuestion, MplugMemory Memory);
