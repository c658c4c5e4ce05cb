using static TorchSharp.torch;

namespace Espalier.Training.Tests;

/// <summary>Recorded state-dict layouts, copied beside the tests.</summary>
internal static class Layout
{
    public static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layouts", file));

    /// <summary>Names and shapes of a state dict, one a line.</summary>
    public static string Of(nn.Module model) => string.Concat(model.state_dict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]\n"));
}
