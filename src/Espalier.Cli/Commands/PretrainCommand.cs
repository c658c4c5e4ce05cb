using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`pretrain`: a recipe's backbone alone.</summary>
internal static class PretrainCommand
{
    public static Command Create(Workplace workplace)
    {
        var recipe = RecipeOptions.File();
        var set = RecipeOptions.Set();
        var output = new Option<string?>("--out") { Description = "A new folder for the model (default: models/NAME).", HelpName = "folder" };
        var command = new Command("pretrain", "Pre-trains a recipe's backbone and writes it as a Hugging Face folder, which the key model.from of any recipe takes.")
        {
            recipe, set, output,
        };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(workplace, RecipeFile.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []), parsed.GetValue(output), cancellation)));
        return command;
    }

    private static int Run(Workplace workplace, Recipe recipe, string? output, CancellationToken cancellation)
    {
        string folder = NewFolder.Require(output ?? Path.Combine("models", recipe.Name));
        ProgressDisplay.Run(workplace.Screen, progress =>
        {
            string pool = new DataPreparation(workplace.Cache, workplace.Sources, progress).Pool(recipe, cancellation);
            new PretrainedBackbone(workplace.Cache, progress).WriteTo(recipe, pool, folder, cancellation);
            return folder;
        });
        workplace.Screen.WriteLine($"Model: {folder}");
        return 0;
    }
}
