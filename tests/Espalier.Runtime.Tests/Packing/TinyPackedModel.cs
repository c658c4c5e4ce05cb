using Espalier.Checkpoints;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

/// <summary>A <see cref="TinyVisualBert"/>. Rows have a block of columns and a part of one, and bits that do not fill their last byte.</summary>
internal static class TinyPackedModel
{
    public const int Width = 160, Wide = 260, Features = 20, Answers = TinyVisualBert.Answers;

    public const string Query = TinyVisualBert.Query, Output = TinyVisualBert.Output;

    public static PackedDescription Description { get; } = TinyVisualBert.Description(Features, heads: 4);

    /// <summary>Writes the model with its zeros.</summary>
    public static SafetensorsFile Weights(TemporaryFolder folder, double sparsity, params (string Name, int At, float Value)[] changes)
    {
        List<(string, long[], float[]?)> tensors = [];
        foreach ((string name, long[] shape, float[] values) in TinyVisualBert.Tensors(Width, Wide, Features, sparsity))
        {
            foreach ((string changed, int at, float value) in changes.Where(change => change.Name == name)) values[at] = value;
            tensors.Add((name, shape, values));
        }
        return TinyCheckpoint.Write(folder, [.. tensors]);
    }

    /// <summary>Writes the model packed.</summary>
    public static string Write(TemporaryFolder folder, double sparsity, PackedDescription? description = null, PackedValues values = PackedValues.F32)
    {
        using SafetensorsFile weights = Weights(folder, sparsity);
        string path = folder.File("model.esp");
        PackedFileWriter.Write(path, weights, description ?? Description, values);
        return path;
    }

    /// <summary>A picture of some regions.</summary>
    public static PictureRegions Picture(int regions, int seed) => new(Numbers(regions * Features, seed), Numbers(regions * 4, seed + 1), "drawn");

    private static float[] Numbers(int count, int seed)
    {
        SplitMix random = new((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Below(1_000) / 1_000f)];
    }
}
