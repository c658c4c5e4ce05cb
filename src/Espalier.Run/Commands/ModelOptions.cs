using System.CommandLine;
using Espalier.Answering;
using Espalier.CommandLine;

namespace Espalier.Run.Commands;

/// <summary>Arguments that every verb has, or every one that computes.</summary>
internal static class ModelOptions
{
    public static Argument<string> File() => new("model") { Description = "A packed file, as `espalier export esp` writes it: model.esp." };

    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that compute together (default: one for each processor).", HelpName = "n", DefaultValueFactory = _ => new PackedModelOptions().Threads,
        };
        threads.Require(value => value >= 1, "1 or more");
        return threads;
    }
}
