using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Reports.Tables;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`ls`: the recipes of a folder.</summary>
internal static class ListCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string>("folder") { Description = "Where to look.", DefaultValueFactory = _ => "recipes" };
        var command = new Command("ls", "Lists recipes: their backbone, data, the models that they compare, and what they say they are for.") { folder };
        command.SetAction(parsed => Run(workplace, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Run(Workplace workplace, string folder)
    {
        IReadOnlyList<RecipeEntry> entries = RecipeEntry.In(folder);
        ReportRow[] rows = [.. entries.Where(entry => entry.Recipe is not null).Select(entry => Row(entry, entry.Recipe!))];
        workplace.Screen.Write(TableView.Of(new ReportTable("",
            [.. new[] { "file", "name", "backbone", "data", "models", "" }.Select(name => new ReportColumn("", name, IsNumeric: false))], rows)));
        foreach (RecipeEntry wrong in entries.Where(entry => entry.Error is not null)) workplace.Screen.WriteLine($"not valid: {wrong.Error}");
        if (entries.Count == 0) workplace.Screen.WriteLine($"There is no recipe in {folder}.");
        return 0;
    }

    private static ReportRow Row(RecipeEntry entry, Recipe recipe) => new(null,
    [
        new(entry.File), new(recipe.Name), new($"{recipe.Model.Backbone} {recipe.Model.From ?? recipe.Model.Size}"), new(recipe.Data.Path ?? recipe.Data.Source),
        new(string.Join(", ", RunPlan.Of(recipe).Models.Select(model => model.Id))), new(entry.Doc),
    ]);
}
