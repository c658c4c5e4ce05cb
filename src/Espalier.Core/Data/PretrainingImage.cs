namespace Espalier.Data;

/// <summary>One image of a pre-training corpus.</summary>
/// <param name="Id">The image's id in the feature store.</param>
/// <param name="Captions">True sentences about the image.</param>
/// <param name="Regions">The label of each region, in the order of the feature store.</param>
/// <param name="Questions">Questions about the image.</param>
public sealed record PretrainingImage(
    long Id, IReadOnlyList<string> Captions, IReadOnlyList<RegionLabel> Regions, IReadOnlyList<PretrainingQuestion> Questions);
