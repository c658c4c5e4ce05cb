namespace Espalier.Splits;

/// <summary>
/// How much of what test-ood is about occurs in train. For VQA-CP v2 its authors (Agrawal et al. 2018) report 99.01 % of the test concepts and 95.72 % of
/// the 1000 most frequent test answers.
/// </summary>
/// <param name="Concepts">Distinct concepts of test-ood: question words and answers.</param>
/// <param name="Covered">Those that train has.</param>
/// <param name="FrequentAnswers">The 1000 most frequent answers of test-ood, or all if there are fewer.</param>
/// <param name="FrequentCovered">Those that are answers in train.</param>
public sealed record ConceptCoverage(int Concepts, int Covered, int FrequentAnswers, int FrequentCovered);
