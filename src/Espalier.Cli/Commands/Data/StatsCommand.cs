using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Reports.Tables;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Tables;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data stats`: what a data set is like.</summary>
internal static class StatsCommand
{
    public static Command Create(Workplace workplace)
    {
        var paths = new Argument<string[]>("data")
        {
            Description = "A prepared folder; or a folder or archive as published; or a question file and its annotation file.",
            Arity = new ArgumentArity(1, 2),
        };
        var part = new Option<string?>("--part") { Description = "The part whose answers are shown (default: train, or else the first).", HelpName = "part" };
        var minimum = new Option<int>("--minimum")
        {
            Description = "Questions that an answer must have to be in the answer vocabulary.",
            HelpName = "n",
            DefaultValueFactory = _ => 9,
        };
        minimum.Require(value => value >= 1, "1 or more");
        var command = new Command("stats", "Prints sizes, answers, answer priors and what these alone would score, and how answers shift between train and test-ood.")
        {
            paths, part, minimum,
        };
        command.SetAction(parsed => Run(workplace, parsed.GetRequiredValue(paths), parsed.GetValue(part), parsed.GetValue(minimum)));
        return command;
    }

    private static int Run(Workplace workplace, string[] paths, string? shown, int minimum)
    {
        DatasetFolder? prepared = paths.Length == 1 && DatasetFolder.Exists(paths[0]) ? DatasetFolder.Open(paths[0]) : null;
        IEnumerable<PublishedPart> parts = prepared is null ? PublishedPart.Read(paths) : prepared.Parts.Select(name => new PublishedPart(name, prepared.ReadPart(name).Examples));
        DatasetStatistics[] statistics = [.. parts.Select(part => DatasetStatistics.Of(part.Name, part.Examples, minimum))];
        if (statistics.Length == 0) throw new InputException(paths[0], "parts", "none", "at least one");
        DatasetStatistics chosen = Choose(statistics, shown, paths[0]);
        workplace.Screen.Write(TableView.Of(StatisticsTables.Parts(statistics)));
        workplace.Screen.Write(TableView.Of(StatisticsTables.Answers(chosen)));
        if (chosen.Priors.Count > 0) workplace.Screen.Write(TableView.Of(StatisticsTables.Priors(chosen)));
        if (prepared is not null && MeasuredSplit.Of(prepared) is { } split)
        {
            foreach (ReportTable table in StatisticsTables.Split(split)) workplace.Screen.Write(TableView.Of(table));
        }
        return 0;
    }

    private static DatasetStatistics Choose(DatasetStatistics[] statistics, string? wanted, string path)
    {
        if (wanted is null) return Array.Find(statistics, part => part.Name is PartNames.Train or "Training") ?? statistics[0];
        return Array.Find(statistics, part => part.Name == wanted)
            ?? throw new InputException(path, "--part", $"no '{wanted}'", string.Join(", ", statistics.Select(part => part.Name)));
    }
}
