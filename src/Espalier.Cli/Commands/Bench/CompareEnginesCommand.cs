using System.CommandLine;
using Espalier.Cli.Comparison;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Reports.Pictures;
using Spectre.Console;

namespace Espalier.Cli.Commands.Bench;

/// <summary>`bench compare`: one model in our runtime, in libtorch and in ONNX Runtime.</summary>
internal static class CompareEnginesCommand
{
    public static Command Create(Workplace workplace)
    {
        var options = new CompareEnginesOptions();
        var json = new Option<string?>("--json") { Description = "Also writes all figures, and what the machine is, as JSON.", HelpName = "file" };
        var csv = new Option<string?>("--csv") { Description = "Also writes the figures as CSV.", HelpName = "file" };
        var picture = new Option<string?>("--picture") { Description = "Also draws speed-up over sparsity, with the line 1 / (1 - s).", HelpName = "file.png" };
        picture.Require(value => value is null || Path.GetFileName(value) is { Length: > 4 } name && name.EndsWith(".png", StringComparison.Ordinal), "a name that ends with .png");
        var command = new Command("compare",
            "Answers the same questions with the same random weights in several engines, in turn, and tells how many times as fast each is as the faster dense one in fp32.")
        {
            json, csv, picture,
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            ComparisonOptions compared = options.Of(parsed);
            string?[] files = [parsed.GetValue(json), parsed.GetValue(csv), parsed.GetValue(picture)];
            foreach (string? file in files) AtomicFile.RequireNew(file);
            // Before the long work rather than after it.
            if (files[2] is not null) PictureFont.Find();
            Compare(workplace, compared, (files[0], files[1], files[2]), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Compare(Workplace workplace, ComparisonOptions compared, (string? Json, string? Csv, string? Picture) files, CancellationToken cancellation)
    {
        // Lines rather than bars, which a thread of their own would draw while engines are timed.
        EngineComparison comparison = new(compared, new ProgressLines(workplace.Screen.WriteLine, TimeProvider.System));
        ModelCase shapes = comparison.Case;
        ComparisonResult result = new(compared.Backbone, compared.Size, shapes.Words, shapes.Regions, shapes.Config.PictureSide, compared.Rounds, ComparisonMachine.Here(), []);
        workplace.Screen.WriteLine($"{result.Machine.Processor}; kernels: {result.Machine.Kernels}; {compared.Backbone}, {compared.Size}, questions of {shapes.Words} word pieces and {shapes.Picture}, medians of {compared.Rounds} rounds");
        foreach (IReadOnlyList<ComparisonRow> rows in comparison.Run(cancellation))
        {
            workplace.Screen.Write(TableView.Of(ComparisonResult.Table(rows)));
            result = result with { Rows = [.. result.Rows, .. rows] };
            // What has been measured is kept, whatever happens to the rest.
            if (files.Json is { } json) AtomicFile.WriteAllText(json, result.ToJson());
            if (files.Csv is { } csv) AtomicFile.WriteAllText(csv, result.ToCsv());
            if (files.Picture is { } picture) result.Draw(Path.GetFileNameWithoutExtension(picture)).Save(Path.GetDirectoryName(Path.GetFullPath(picture))!);
        }
    }
}
