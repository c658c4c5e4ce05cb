using System.CommandLine;

namespace Espalier.Cli.Commands;

/// <summary>Arguments that every verb with a recipe has.</summary>
internal static class RecipeOptions
{
    public static Argument<string> File() => new("recipe") { Description = "The recipe's YAML file; `espalier ls` lists those at hand." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides a key of the recipe: --set stage2.sparsity=0.9. May be given several times.",
        HelpName = "key=value",
    };
}
