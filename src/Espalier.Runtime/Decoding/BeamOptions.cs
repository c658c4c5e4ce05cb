namespace Espalier.Decoding;

/// <summary>How answers are searched for. Defaults are the reference's (Si et al. 2023, code).</summary>
public sealed record BeamOptions
{
    /// <summary>Unfinished answers that are kept of each question.</summary>
    public int Beams { get; init; } = 5;

    /// <summary>The fewest word pieces of an answer, not counting the first and last.</summary>
    public int Shortest { get; init; } = 1;

    /// <summary>The most word pieces of an answer after the first.</summary>
    public int Longest { get; init; } = 10;

    /// <summary>The word piece that every answer begins with; null for the model's [CLS], or where nothing is known of its vocabulary that of BERT, 101.</summary>
    public int? Start { get; init; }

    /// <summary>The word piece that ends an answer; null for the model's [SEP], or where nothing is known of its vocabulary that of BERT, 102.</summary>
    public int? End { get; init; }

    /// <summary>Exponent of the length penalty ((5 + length) / 6)^a, by which an answer's log-likelihood is divided (Wu et al. 2016).</summary>
    public double LengthExponent { get; init; } = 0.6;
}
