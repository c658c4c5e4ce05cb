using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Sources;

/// <summary>Standard names for the parts that file names speak of.</summary>
internal static class PublishedParts
{
    /// <summary>
    /// Train, validation and test of data whose parts have the same priors. Where there is no test, the validation questions are the test, as is usual
    /// with VQA v2, whose test has no public annotations.
    /// </summary>
    public static IReadOnlyList<VqaDataset> Standard(IReadOnlyList<VqaDataset> parts)
    {
        bool tested = parts.Any(part => part.Name is "test" or PartNames.TestId or PartNames.TestOod);
        return [.. parts.Select(part => part.Name switch
        {
            "test" => part with { Name = PartNames.TestId },
            "validation" => part with { Name = tested ? PartNames.ValidationId : PartNames.TestId },
            _ => part,
        })];
    }
}
