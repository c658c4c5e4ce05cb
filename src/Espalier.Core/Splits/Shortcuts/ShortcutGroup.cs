namespace Espalier.Splits.Shortcuts;

/// <summary>An imbalanced group (Si et al. 2022), as an example of where a shortcut leads.</summary>
/// <param name="Concept">What its questions share: "what color is the + banana".</param>
/// <param name="Questions">Its training questions.</param>
/// <param name="Answer">The most frequent answer in training.</param>
/// <param name="Share">The share of the group's training questions that have it, in [0, 1].</param>
public sealed record ShortcutGroup(string Concept, int Questions, string Answer, double Share);
