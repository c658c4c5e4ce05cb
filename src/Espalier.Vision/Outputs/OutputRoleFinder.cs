namespace Espalier.Vision;

/// <summary>
/// Tells which output of a model is what, by the names that settings give, or else by the shapes that a first picture gave. A detector has boxes [R, 4] and
/// features [R, D], both with or both without a leading 1, and may have scores [R]; a backbone has a map [1, D, h, w] or states [1, P, D].
/// </summary>
/// <param name="outputs">All outputs of a run.</param>
/// <param name="settings">The names that are given.</param>
/// <param name="file">The model, for messages.</param>
internal sealed class OutputRoleFinder(IReadOnlyList<ModelOutput> outputs, VisionSettings settings, string file)
{
    private readonly ModelOutput[] _numbers = [.. outputs.Where(output => output.IsFloat)];

    /// <summary>Finds the roles.</summary>
    /// <exception cref="InputException">There is no such output, or it may be several.</exception>
    public OutputRoles Find()
    {
        ModelOutput? features = Named("features", settings.Features), boxes = settings.Boxes == VisionSettings.None ? null : Named("boxes", settings.Boxes);
        if (boxes is null && settings.Boxes is null && !(features?.IsMap ?? false)) boxes = FoundBoxes(features);
        if (boxes is null) return new OutputRoles((features ?? Only("features", [.. _numbers.Where(IsGrid)], "a map [1, D, h, w] or states [1, P, D]")).Name, null, null);
        features ??= Only("features", FeaturesOf(boxes), $"features {(boxes.Shape.Length == 3 ? "[1, R, D]" : "[R, D]")} beside {boxes}");
        return new OutputRoles(features.Name, boxes.Name, ScoresOf(boxes, features)?.Name);
    }

    private static bool IsBoxes(ModelOutput output) => output.Matrix is { Columns: 4 };

    private static bool IsGrid(ModelOutput output) => output.IsMap || output.IsStates;

    private ModelOutput? FoundBoxes(ModelOutput? features)
    {
        ModelOutput[] possible = [.. _numbers.Where(output => output != features && IsBoxes(output)
            && (features is null ? FeaturesOf(output).Length > 0 : features.Matrix?.Rows == output.Matrix?.Rows))];
        if (possible.Length == 0) return null;
        ModelOutput boxes = Only("boxes", possible, "boxes [R, 4]");
        // A head of four classes beside a backbone's grid looks like one box.
        ModelOutput[] grids = [.. _numbers.Where(output => features is null && IsGrid(output) && output != boxes && !FeaturesOf(boxes).Contains(output))];
        return grids.Length == 0 ? boxes : throw Ambiguous("the model is a detector or a backbone", $"boxes=NAME for a detector, boxes={VisionSettings.None} for a backbone");
    }

    private ModelOutput[] FeaturesOf(ModelOutput boxes) =>
        [.. _numbers.Where(output => output != boxes && output.Shape.Length == boxes.Shape.Length && output.Matrix?.Rows == boxes.Matrix?.Rows)];

    private ModelOutput? ScoresOf(ModelOutput boxes, ModelOutput features)
    {
        if (settings.Scores == VisionSettings.None) return null;
        if (Named("scores", settings.Scores) is { } named) return named;
        ModelOutput[] possible = [.. _numbers.Where(output => output != boxes && output != features
            && output.Shape.Length == boxes.Shape.Length - 1 && output.Vector == boxes.Matrix?.Rows)];
        return possible.Length == 0 ? null : Only("scores", possible, "scores [R]");
    }

    private ModelOutput? Named(string role, string? name) => name is null ? null
        : outputs.FirstOrDefault(output => output.Name == name) is not { } found ? throw Wrong($"no {name} among {All}", $"{role}=NAME with one of these")
        : found.IsFloat ? found : throw Wrong($"{found}", $"{role} in single precision");

    private ModelOutput Only(string role, ModelOutput[] possible, string expected) => possible switch
    {
        [var one] => one,
        [] => throw Wrong(All, $"{expected}, in single precision; {role}=NAME says which"),
        _ => throw Ambiguous($"{role} may be {string.Join(" or ", (object[])possible)}", $"{role}=NAME"),
    };

    private string All => outputs.Count == 0 ? "none" : string.Join(", ", outputs);

    private InputException Ambiguous(string found, string setting) => Wrong($"{All}, so that {found}", $"the setting {setting}");

    private InputException Wrong(string found, string expected) => new(file, "outputs", found, expected);
}
