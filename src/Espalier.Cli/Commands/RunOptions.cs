using System.CommandLine;

namespace Espalier.Cli.Commands;

/// <summary>Arguments that every verb with a run has.</summary>
internal static class RunOptions
{
    public static Argument<string> Folder() => new("run") { Description = "The run's folder, as `espalier run` writes it: runs/quickstart." };

    public static Argument<string> FolderOrPacked() => new("run") { Description = "The run's folder, as `espalier run` writes it: runs/quickstart; or a packed file: model.esp." };

    public static Option<string?> Model() => new("--model")
    {
        Description = "Which of the run's models: \"lpf+lmh\", \"full bce\". By default the one with the best validation score.",
        HelpName = "id",
    };
}
