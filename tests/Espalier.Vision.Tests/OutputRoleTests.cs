namespace Espalier.Vision.Tests;

public sealed class OutputRoleTests
{
    public static TheoryData<string, string, string, string?, string?> Clear => new()
    {
        { "map 1,8,4,4", "", "map", null, null },
        { "states 1,17,8; pooled 1,8", "", "states", null, null },
        { "feats 9,8; boxes 9,4; scores 9; labels 9 int64", "", "feats", "boxes", "scores" },
        { "boxes 1,9,4; scores 1,9; feats 1,9,8", "", "feats", "boxes", "scores" },
        { "boxes 0,4; feats 0,8; scores 0", "", "feats", "boxes", "scores" },
        { "boxes 9,4; feats 9,8", "", "feats", "boxes", null },
        { "boxes 9,4; feats 9,8; classes 9,20", "features=feats", "feats", "boxes", null },
        { "a 9,4; b 9,4; feats 9,8", "boxes=b;features=feats", "feats", "b", null },
        { "boxes 9,4; feats 9,8; objects 9; attributes 9", "scores=objects", "feats", "boxes", "objects" },
        { "boxes 9,4; feats 9,8; objects 9; attributes 9", "scores=none", "feats", "boxes", null },
        { "map 1,8,4,4; classes 1,4; pooled 1,8", "boxes=none", "map", null, null },
        { "map 1,8,4,4; classes 1,4; pooled 1,8", "features=map", "map", null, null },
        { "c4 1,8,8,8; c5 1,16,4,4", "features=c5", "c5", null, null },
        { "last 1,17,8; hidden 1,17,8", "features=last", "last", null, null },
        { "feats 1,9,8; boxes 9,4", "features=feats", "feats", "boxes", null },
    };

    public static TheoryData<string, string, string, string> Unclear => new()
    {
        { "c4 1,8,8,8; c5 1,16,4,4", "", "features may be c4 [1, 8, 8, 8] or c5 [1, 16, 4, 4]", "features=NAME" },
        { "a 9,4; b 9,4; feats 9,8", "", "boxes may be a [9, 4] or b [9, 4]", "boxes=NAME" },
        { "boxes 9,4; feats 9,8; classes 9,20", "", "features may be feats [9, 8] or classes [9, 20]", "features=NAME" },
        { "boxes 9,4; feats 9,8; objects 9; attributes 9", "", "scores may be objects [9] or attributes [9]", "scores=NAME" },
        { "map 1,8,4,4; classes 1,4; pooled 1,8", "", "the model is a detector or a backbone", "boxes=none" },
        { "pooled 1,8", "", "pooled [1, 8]", "a map [1, D, h, w] or states [1, P, D]" },
        { "map 1,8,4,4 double", "", "map [1, 8, 4, 4] double", "single precision" },
        { "map 2,8,4,4", "", "map [2, 8, 4, 4]", "a map [1, D, h, w]" },
        { "map 1,8,4,4", "features=mop", "no mop among map [1, 8, 4, 4]", "features=NAME" },
        { "map 1,8,4,4; labels 9 int64", "features=labels", "labels [9] int64", "single precision" },
        { "boxes 9,4", "boxes=boxes", "boxes [9, 4]", "features [R, D] beside boxes [9, 4]" },
        { "", "", "none", "a map" },
    };

    [Theory, MemberData(nameof(Clear))]
    public void Roles_are_told_by_shape_or_name(string outputs, string settings, string features, string? boxes, string? scores) =>
        Assert.Equal(new OutputRoles(features, boxes, scores), Find(outputs, settings));

    [Theory, MemberData(nameof(Unclear))]
    public void What_is_not_clear_is_told_with_all_outputs_and_the_setting_that_decides(string outputs, string settings, string found, string expected)
    {
        InputException error = Assert.Throws<InputException>(() => Find(outputs, settings));
        Assert.Equal(("model.onnx", "outputs"), (error.File, error.Place));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_do_not_reach_the_terminal_as_they_are()
    {
        ModelOutput output = new($"a\e[2J{new string('x', 100)}", "float", [1], []);
        Assert.Equal($"a?[2J{new string('x', 55)}... [1]", output.ToString());
    }

    private static OutputRoles Find(string outputs, string settings)
    {
        ModelOutput[] all = [.. outputs.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' '))
            .Select(words => new ModelOutput(words[0], words.Length > 2 ? words[2] : "float", [.. words[1].Split(',').Select(long.Parse)], []))];
        KeyValuePair<string, string>[] texts = [.. settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
        return new OutputRoleFinder(all, VisionSettingsReader.Apply(new VisionSettings(), texts, "settings"), "model.onnx").Find();
    }
}
