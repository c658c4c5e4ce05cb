using Espalier.Splits;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>The parts of the data that a protocol evaluates.</summary>
internal static class ProtocolParts
{
    /// <summary>The names of the parts that are tested, whether the data have them or not.</summary>
    public static IEnumerable<string> TestNames(ProtocolOptions protocol) => protocol.Test.Select(test => $"test-{test}");

    /// <summary>Those that the data have.</summary>
    public static IReadOnlyList<string> Test(ProtocolOptions protocol, PreparedData data) => [.. TestNames(protocol).Where(data.Has)];

    /// <summary>
    /// The parts that are evaluated while a stage trains. The test set is among them only where the recipe asks to imitate the published practice.
    /// </summary>
    public static IReadOnlyList<string> Validation(ProtocolOptions protocol, PreparedData data) =>
        [.. new[] { PartNames.ValidationId, PartNames.ValidationOod, protocol.SelectOn }.Distinct().Where(data.Has)];
}
