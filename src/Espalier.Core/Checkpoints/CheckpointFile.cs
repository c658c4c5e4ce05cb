namespace Espalier.Checkpoints;

/// <summary>Opens a checkpoint of any known format.</summary>
public static class CheckpointFile
{
    /// <summary>Opens a checkpoint; the format is known by its content, not by its name.</summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or is of no known format.</exception>
    public static ITensorSource Open(string path) => SafetensorsFile.Open(path);
}
