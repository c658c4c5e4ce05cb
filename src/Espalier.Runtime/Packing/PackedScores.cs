using Espalier.Metrics;

namespace Espalier.Packing;

/// <summary>How good a model is.</summary>
/// <param name="SelectedOn">The part of the data that chose it.</param>
/// <param name="Accuracy">In percent, on the test parts.</param>
public sealed record PackedScores(string SelectedOn, ModelAccuracy Accuracy);
