using Espalier.Sources;

namespace Espalier.Answering;

/// <summary>A question about a picture.</summary>
/// <param name="Picture">The picture as the model takes it: its regions, or its pixels.</param>
/// <param name="Question">The question; cut at the length that the model was trained with.</param>
public sealed record PackedQuestion(PictureInput Picture, string Question);
