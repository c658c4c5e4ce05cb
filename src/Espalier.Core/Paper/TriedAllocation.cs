namespace Espalier.Paper;

/// <summary>An allocation of a sparsity to the modalities (Si et al. 2023, appendix C.4), and how good it is out of distribution.</summary>
/// <param name="Shares">The sparsity of each modality.</param>
/// <param name="Setting">What was run.</param>
/// <param name="Validation">Its validation accuracy in percent, by seed.</param>
/// <param name="Test">Its test accuracy in percent, by seed.</param>
public sealed record TriedAllocation(
    ModalityShares Shares, PaperSetting Setting, IReadOnlyDictionary<ulong, double> Validation, IReadOnlyDictionary<ulong, double> Test)
{
    /// <summary>The seeds that it has both of.</summary>
    public IEnumerable<ulong> Seeds => Validation.Keys.Where(Test.ContainsKey);
}
