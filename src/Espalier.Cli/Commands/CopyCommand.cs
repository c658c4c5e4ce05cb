using System.CommandLine;
using Espalier.Training.Pipeline.Recipes;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`cp`: a recipe of one's own from another one.</summary>
internal static class CopyCommand
{
    public static Command Create(Workplace workplace)
    {
        var recipe = RecipeOptions.File();
        var destination = new Argument<string>("destination") { Description = "A new file, or a folder." };
        var set = RecipeOptions.Set();
        var command = new Command("cp", "Copies a recipe to start one of your own from, with changes if you like: --set name=mine. Nothing is overwritten.")
        {
            recipe, destination, set,
        };
        command.SetAction(parsed =>
        {
            workplace.Screen.WriteLine(RecipeCopy.Write(parsed.GetRequiredValue(recipe), parsed.GetRequiredValue(destination), parsed.GetValue(set) ?? []));
            return 0;
        });
        return command;
    }
}
