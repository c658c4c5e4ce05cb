using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>The parts that file names speak of.</summary>
internal static class StandardParts
{
    /// <summary>The part of data that has not been split.</summary>
    public const string Pool = "pool";

    /// <summary>A standard name stands for itself; else train, test and val are looked for in this order; no word at all is a pool.</summary>
    public static string Of(string stem, QuestionFiles pair) => stem switch
    {
        "" or Pool => Pool,
        _ when PartNames.All.Contains(stem) => stem,
        _ when Has(stem, "train") => PartNames.Train,
        _ when Has(stem, "test") => PartNames.TestId,
        _ when Has(stem, "val") || Has(stem, "dev") => PartNames.ValidationId,
        _ => throw PairedImport.UnknownPart(pair, $"train, val or test, or one of {string.Join(", ", PartNames.All)}"),
    };

    /// <summary>Makes the validation questions the test where there is no test.</summary>
    public static IReadOnlyList<VqaDataset> TestOnValidation(IReadOnlyList<VqaDataset> parts) =>
        parts.Any(part => part.Name is PartNames.TestId or PartNames.TestOod) ? parts
        : [.. parts.Select(part => part.Name == PartNames.ValidationId ? part with { Name = PartNames.TestId } : part)];

    public static bool Has(string stem, string word) => stem.Contains(word, StringComparison.Ordinal);
}
