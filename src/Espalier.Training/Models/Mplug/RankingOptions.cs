namespace Espalier.Training.Models;

/// <summary>How a generative backbone ranks given answers (Si et al. 2023, code, after Li et al. 2021).</summary>
public sealed record RankingOptions
{
    /// <summary>Answers of each question whose whole sequence is scored: those whose first word piece is likeliest. The others get no chance at all.</summary>
    public int Shortlist { get; init; } = 128;

    /// <summary>
    /// Counts the first word piece twice, once in the choice and once in the sequence, as the reference does. By default an answer's score is its likelihood.
    /// </summary>
    public bool FirstPieceTwice { get; init; }
}
