namespace Espalier.Splits;

/// <summary>
/// The names of a split's parts. ID is in distribution: drawn as the training part is; OOD is out of distribution: other answer priors.
/// </summary>
public static class PartNames
{
    /// <summary>What models learn from.</summary>
    public const string Train = "train";

    /// <summary>Chosen on, same priors as training.</summary>
    public const string ValidationId = "validation-id";

    /// <summary>Chosen on, other priors than training, and others than the test's.</summary>
    public const string ValidationOod = "validation-ood";

    /// <summary>Tested once, same priors as training.</summary>
    public const string TestId = "test-id";

    /// <summary>Tested once, other priors than training.</summary>
    public const string TestOod = "test-ood";

    /// <summary>All five, in this order.</summary>
    public static IReadOnlyList<string> All { get; } = [Train, ValidationId, ValidationOod, TestId, TestOod];
}
