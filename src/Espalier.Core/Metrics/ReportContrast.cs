namespace Espalier.Metrics;

/// <summary>How often two models differ on the out-of-distribution test part, so that examples are not taken for a sample.</summary>
/// <param name="Biased">The id of the model that follows the prior.</param>
/// <param name="Debiased">The id of the model that should not.</param>
/// <param name="Questions">The questions that both answered.</param>
/// <param name="Gained">Those that the debiased model gets fully right and the biased one wrong.</param>
/// <param name="Lost">Those that the biased model gets fully right and the debiased one wrong.</param>
public sealed record ReportContrast(string Biased, string Debiased, int Questions, int Gained, int Lost)
{
    // By the official metric: at least four of ten people agree; at most one does.
    private const double Right = 1, Wrong = 0.3;

    /// <summary>Counts from the official scores in [0, 1] of both models' answers to the same questions in the same order.</summary>
    public static ReportContrast Count(
        string biased, IReadOnlyList<double> biasedScores, string debiased, IReadOnlyList<double> debiasedScores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(debiasedScores.Count, biasedScores.Count);
        int gained = 0, lost = 0;
        foreach ((double before, double after) in biasedScores.Zip(debiasedScores))
        {
            if (after >= Right && before <= Wrong) gained++;
            if (before >= Right && after <= Wrong) lost++;
        }
        return new ReportContrast(biased, debiased, biasedScores.Count, gained, lost);
    }
}
