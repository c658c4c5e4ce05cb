using Espalier.Checkpoints;

namespace Espalier.Packing;

/// <summary>Writes packed model files. The same weights and description give the same bytes.</summary>
public static class PackedFileWriter
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="weights">The model's weights, with zeros where it is pruned.</param>
    /// <param name="description">What is to be said of it.</param>
    /// <param name="values">What weights of matrices are rounded to.</param>
    /// <exception cref="InputException">Weights are no finite numbers, or not fp32, or a tensor has the name of a part.</exception>
    /// <exception cref="ArgumentException">A word piece has a line end in it.</exception>
    public static void Write(string path, ITensorSource weights, PackedDescription description, PackedValues values = PackedValues.F32)
    {
        IReadOnlyList<TensorEntry> entries = new PackedEntries(weights, values).All();
        List<KeyValuePair<string, string>> texts = [.. PackedMetadata.Write(description)];
        texts.Add(new(PackedChecksums.Key, PackedChecksums.Of(entries, texts).ToJson()));
        SafetensorsWriter.Write(path, entries, texts);
    }
}
