namespace Espalier.Training.Tests;

/// <summary>Recorded state-dict layouts, copied beside the tests.</summary>
internal static class Layout
{
    public static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layouts", file));
}
