using Espalier.Sources;

namespace Espalier.Packing;

/// <summary>A question about a picture.</summary>
/// <param name="Picture">The picture's regions.</param>
/// <param name="Question">The question; cut at the length that the model was trained with.</param>
public sealed record PackedQuestion(PictureRegions Picture, string Question);
