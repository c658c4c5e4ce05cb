namespace Espalier.Training.Pipeline.Recipes;

/// <summary>What selects and what is only tested. The test parts are opened once, at the end of a run.</summary>
public sealed record ProtocolOptions
{
    /// <summary>validation-ood, validation-id, or test-ood, which imitates the published practice and is marked so everywhere.</summary>
    public string SelectOn { get; init; } = "validation-ood";

    /// <summary>Which tests to score: id, ood.</summary>
    public IReadOnlyList<string> Test { get; init; } = ["id", "ood"];
}
