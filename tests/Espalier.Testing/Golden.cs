using System.Text.Json;

namespace Espalier.Testing;

/// <summary>Numbers of the reference implementation, under tests/golden.</summary>
public static class Golden
{
    private static readonly string Root = FindUp("tests/golden") ?? throw new DirectoryNotFoundException("tests/golden was not found above the test's folder");

    public static string PathOf(string @case, string file) => Path.Combine(Root, @case, file);

    public static JsonElement Case(string @case) => JsonDocument.Parse(File.ReadAllBytes(PathOf(@case, "case.json"))).RootElement;

    internal static string? FindUp(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, relative);
            if (Path.Exists(path)) return path;
        }
        return null;
    }
}
