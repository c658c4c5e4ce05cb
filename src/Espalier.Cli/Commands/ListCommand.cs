using System.CommandLine;
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
        foreach (RecipeEntry entry in entries.Where(entry => entry.Recipe is not null)) Show(workplace.Screen, entry, entry.Recipe!);
        foreach (RecipeEntry wrong in entries.Where(entry => entry.Error is not null)) workplace.Screen.WriteLine($"not valid: {wrong.Error}");
        if (entries.Count == 0) workplace.Screen.WriteLine($"There is no recipe in {folder}.");
        return 0;
    }

    private static void Show(IAnsiConsole screen, RecipeEntry entry, Recipe recipe)
    {
        screen.MarkupLineInterpolated($"[bold]{entry.File}[/]");
        string shape = $"{recipe.Model.Backbone} {recipe.Model.From ?? recipe.Model.Size} on {recipe.Data.Path ?? recipe.Data.Source}, {recipe.Data.Split}";
        foreach (string line in new[] { entry.Doc, $"{shape}; models: {string.Join(", ", RunPlan.Of(recipe).Models.Select(model => model.Id))}" })
            screen.Write(new Padder(new Spectre.Console.Text(line), new Padding(2, 0, 0, 0)));
    }
}
