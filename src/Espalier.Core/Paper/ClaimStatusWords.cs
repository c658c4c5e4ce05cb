namespace Espalier.Paper;

/// <summary>How a status reads.</summary>
public static class ClaimStatusWords
{
    /// <summary>The words of a status, the same as in <c>claims.json</c>.</summary>
    public static string Words(this ClaimStatus status) => status switch
    {
        ClaimStatus.Holds => "holds",
        ClaimStatus.DoesNotHold => "does not hold",
        ClaimStatus.NotDistinguishable => "not distinguishable",
        _ => "not run",
    };
}
