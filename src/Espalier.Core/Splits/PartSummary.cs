namespace Espalier.Splits;

/// <summary>One part of a split, and how far its answers are from train's (Jensen-Shannon divergence; Lin 1991).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Questions">Its questions.</param>
/// <param name="Images">Its images.</param>
/// <param name="ImagesInTrain">Those of them that train has too.</param>
/// <param name="NewPairs">The share of its questions whose pair of question type and answer does not occur in train.</param>
/// <param name="Divergence">
/// The Jensen-Shannon divergence (base 2: 0 the same, 1 disjoint) between train's answer prior and the part's, averaged over the question
/// types of both, each weighted by the part's questions; NaN where they have no type in common. Small samples of many answers differ by
/// chance, which the ID parts show.
/// </param>
public sealed record PartSummary(string Name, int Questions, int Images, int ImagesInTrain, double NewPairs, double Divergence);
