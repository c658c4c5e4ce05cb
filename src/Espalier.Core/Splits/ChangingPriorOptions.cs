namespace Espalier.Splits;

/// <summary>How to make a changing-prior split. The defaults are the hard split of VQA-CP (Agrawal et al. 2018).</summary>
public sealed record ChangingPriorOptions
{
    /// <summary>The seed: the same pool, options and seed give the same parts on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The share of questions whose groups stand on the test side; about a third in VQA-CP.</summary>
    public double TestShare { get; init; } = 1.0 / 3;

    /// <summary>
    /// The share of every group that crosses over to the other side: 0 is the hard split, where a pair of question type and answer stands
    /// on one side only; above 0 a pair that has a few questions is not new at test, only rare in training. At 0.5 nothing would change.
    /// </summary>
    public double CrossingShare { get; init; }

    /// <summary>
    /// The share of the training side's questions whose groups are chosen for validation-ood. The smaller it is, the less training loses,
    /// and the rarer are those groups in it: with much crossing, where test-ood's groups are less rare, validation-ood is the harder part.
    /// </summary>
    public double ValidationOodShare { get; init; } = 0.12;

    /// <summary>The share of what then remains that is held out as validation-id.</summary>
    public double ValidationIdShare { get; init; } = 0.05;

    /// <summary>The share of the same that is held out as test-id.</summary>
    public double TestIdShare { get; init; } = 0.1;

    /// <summary>Throws if a share is out of its range, naming the option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A share is not a number or out of range.</exception>
    public void Validate()
    {
        Check(TestShare, 0.01, 0.9, nameof(TestShare));
        Check(CrossingShare, 0, 0.5, nameof(CrossingShare));
        Check(ValidationOodShare, 0.01, 0.5, nameof(ValidationOodShare));
        Check(ValidationIdShare, 0, 0.4, nameof(ValidationIdShare));
        Check(TestIdShare, 0, 0.4, nameof(TestIdShare));
    }

    private static void Check(double value, double from, double to, string name)
    {
        if (!(value >= from && value <= to)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {from} to {to}");
    }
}
