using System.Text.Json;

namespace Espalier.Training.Models;

/// <summary>Reads and writes a <c>config.json</c>.</summary>
internal static class ConfigFile
{
    private const int MaximumBytes = 1 << 20;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, RespectNullableAnnotations = true };

    /// <summary>Reads the keys that a record has; others are passed over.</summary>
    /// <exception cref="InputException">The file is too large, not JSON, or a value has the wrong type.</exception>
    public static T Read<T>(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaximumBytes) throw new InputException(path, "size", $"{file.Length} bytes", $"a model configuration of at most {MaximumBytes} bytes");
        try
        {
            return JsonSerializer.Deserialize<T>(file, Json) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException error)
        {
            string place = error.Path ?? $"line {error.LineNumber + 1}";
            throw new InputException(path, place, error.Message, "a Hugging Face model configuration", error);
        }
    }

    /// <summary>Writes a configuration.</summary>
    public static void Write(string path, BackboneConfig config) =>
        AtomicFile.WriteAllText(path, Text(config) + "\n");

    /// <summary>A configuration as JSON.</summary>
    public static string Text(BackboneConfig config) => JsonSerializer.Serialize(config, config.GetType(), Json);
}
