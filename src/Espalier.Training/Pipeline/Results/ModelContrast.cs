using Espalier.Metrics;

namespace Espalier.Training.Pipeline.Results;

/// <summary>
/// How two models differ on the same questions (paired bootstrap; Efron and Tibshirani 1993) and in their masks (Si et al. 2023, code).
/// </summary>
/// <param name="Part">The part of the data.</param>
/// <param name="First">The first model's id.</param>
/// <param name="Second">The second model's id.</param>
/// <param name="Accuracy">First minus second, official accuracy in points.</param>
/// <param name="MaskSimilarity">Mean over the matrices of |A and B| / |A or B|; null unless both are sparse models of one shape.</param>
public sealed record ModelContrast(string Part, string First, string Second, PairedBootstrap Accuracy, double? MaskSimilarity);
