using Espalier.Metrics;

namespace Espalier.Paper.Claims;

/// <summary>The thirty findings of Si et al. 2023 that a reproduction is to check.</summary>
public static class PaperClaims
{
    /// <summary>C1 to C30, in order.</summary>
    public static IReadOnlyList<PaperClaim> All { get; } =
    [
        .. CompressionClaims.All.Concat(ObjectiveClaims.All).Concat(ThirdStageClaims.All).Concat(ModalityClaims.All)
            .Concat(AnswerTypeClaims.All).Concat(ShortcutClaims.All).Concat(MplugClaims.All).OrderBy(claim => claim.Number),
    ];

    /// <summary>Tests all of them.</summary>
    public static IReadOnlyList<ClaimFinding> Judge(PaperResults results) => [.. All.Select(claim => claim.Judge(results))];

    /// <summary>Writes <c>claims.json</c>, whole or not at all.</summary>
    public static void Save(string path, IReadOnlyList<ClaimFinding> findings) => SummaryJson.Save(path, findings, ClaimsJson.Default.IReadOnlyListClaimFinding);
}
