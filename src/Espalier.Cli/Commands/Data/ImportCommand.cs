using System.CommandLine;
using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Data;
using Espalier.Sources;
using Espalier.Tables;
using Spectre.Console;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data import`: published or own data as a prepared folder.</summary>
internal static class ImportCommand
{
    public static Command Create(Workplace workplace)
    {
        string[] names = [.. DatasetSources.Importers.Select(importer => importer.Name)];
        var source = new Argument<string>("source") { Description = string.Join(", ", names) };
        source.AcceptOnlyFromAmong(names);
        var input = new Argument<string>("input") { Description = "The published archive, or the folder that holds the files." };
        var output = new Option<string?>("--out") { Description = "A new folder (default: data/SOURCE).", HelpName = "folder" };
        var vocabulary = new Option<string?>("--vocab")
        {
            Description = "A WordPiece vocabulary, one piece a line, as a published checkpoint needs it; by default one is built from the questions.",
            HelpName = "file",
        };
        var features = new Option<string?>("--features")
        {
            Description = "A store of region features, from `data features`; by default pictures are described by a grid.", HelpName = "file",
        };
        var grid = new Option<int>("--grid")
        {
            Description = "Cells a side of the grid in which pictures are described.",
            HelpName = "n",
            DefaultValueFactory = _ => new DatasetRequest().Grid,
        };
        grid.Require(value => value is >= 1 and <= GridFeatures.MaxGrid, $"1 to {GridFeatures.MaxGrid}");
        var command = new Command("import", "Brings published or your own data to a prepared folder; docs/data.md tells how its files look.")
        {
            source, input, output, vocabulary, features, grid,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(source);
            DatasetRequest request = new()
            {
                Path = parsed.GetRequiredValue(input),
                VocabularyPath = parsed.GetValue(vocabulary),
                FeaturesPath = parsed.GetValue(features),
                Grid = parsed.GetValue(grid),
            };
            return Task.FromResult(Run(workplace, workplace.Sources.First(known => known.Name == name), request, parsed.GetValue(output) ?? Path.Combine("data", name),
                cancellation));
        });
        return command;
    }

    private static int Run(Workplace workplace, IDatasetSource source, DatasetRequest request, string output, CancellationToken cancellation)
    {
        NewFolder.Require(output);
        ProgressDisplay.Run(workplace.Screen, progress =>
        {
            AtomicFolder.Write(output, folder => source.Write(folder, request, progress, cancellation));
            return output;
        });
        var dataset = DatasetFolder.Open(output);
        ReportRow[] rows = [.. dataset.Manifest.Parts.Select(part => new ReportRow(null, [new(part.Key), new(part.Value.ToString("N0", CultureInfo.InvariantCulture))]))];
        workplace.Screen.Write(TableView.Of(new ReportTable(dataset.Manifest.Name, [new("", "part", IsNumeric: false), new("", "questions")], rows)));
        workplace.Screen.WriteLine(dataset.FeaturesPath is null
            ? $"Data: {output} (questions only: no pictures were found, so models cannot be trained on it)"
            : $"Data: {output}");
        return 0;
    }
}
