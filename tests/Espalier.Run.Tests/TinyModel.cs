using Espalier.Checkpoints;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Testing;

namespace Espalier.Run.Tests;

/// <summary>A model of drawn weights, which reads a grid of four cells and the whole.</summary>
internal static class TinyModel
{
    public const string Question = "what is this";

    public const int Grid = 2, Regions = (Grid * Grid) + 1;

    private const int Width = 64;

    /// <summary>Writes the model.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="fromPixels">Whether its features are made from pixels; otherwise they came from elsewhere, and have as many numbers.</param>
    /// <param name="values">What weights are rounded to.</param>
    public static string Write(TemporaryFolder folder, bool fromPixels = true, PackedValues values = PackedValues.F32)
    {
        string weights = folder.File("model.safetensors"), path = folder.File("model.esp");
        SafetensorsWriter.Write(weights, TinyVisualBert.Tensors(Width, 2 * Width, PixelFeaturizer.FeatureSize, sparsity: 0.7)
            .Select(tensor => TensorEntry.Of(tensor.Name, tensor.Shape, tensor.Values)));
        RegionForm form = new(PixelFeaturizer.FeatureSize, Regions, fromPixels ? PixelFeaturizer.Version : null, fromPixels ? Grid : null);
        using SafetensorsFile file = SafetensorsFile.Open(weights);
        PackedFileWriter.Write(path, file, TinyVisualBert.Description(PixelFeaturizer.FeatureSize, heads: 4) with { Regions = form }, values);
        return path;
    }

    /// <summary>Writes a model that reads the pixels of pictures.</summary>
    public static string WriteMplug(TemporaryFolder folder)
    {
        string weights = folder.File("mplug.safetensors"), path = folder.File("mplug.esp");
        SafetensorsWriter.Write(weights, TinyMplug.Tensors(sparsity: 0.7).Select(tensor => TensorEntry.Of(tensor.Name, tensor.Shape, tensor.Values)));
        using SafetensorsFile file = SafetensorsFile.Open(weights);
        PackedFileWriter.Write(path, file, TinyMplug.Description);
        return path;
    }

    /// <summary>Features and boxes of a picture's grid.</summary>
    public static (float[] Features, float[] Boxes) Describe(string picture)
    {
        (float[] features, float[] boxes) = (new float[Regions * PixelFeaturizer.FeatureSize], new float[Regions * 4]);
        PixelFeaturizer.DescribeGrid(ImageFile.Decode(picture), Grid, Grid, features, boxes);
        return (features, boxes);
    }
}
