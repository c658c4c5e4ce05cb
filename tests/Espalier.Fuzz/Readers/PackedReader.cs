using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>Packed models. A question is asked of those that open, as kernels do not look again at what the opening has let through.</summary>
internal sealed class PackedReader(string folder) : FileReader(folder)
{
    private const int Width = 8, Wide = 20, Features = 3, MostPixels = 64;

    public override string Name => "packed";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        foreach (double sparsity in (double[])[0, 0.5, 0.9])
        {
            foreach (PackedValues values in Enum.GetValues<PackedValues>())
            {
                yield return ($"sparse-{100 * sparsity}-{values}", Packed(TinyVisualBert.Tensors(Width, Wide, Features, sparsity), TinyVisualBert.Description(Features, heads: 2), values));
                yield return ($"writes-{100 * sparsity}-{values}", Packed(TinyMplug.Tensors(sparsity), TinyMplug.Description, values));
            }
        }
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.esp", bytes);
        Any(() => ReadWeights(path), () => Ask(path));
    }

    private byte[] Packed(IEnumerable<(string Name, long[] Shape, float[] Values)> tensors, PackedDescription description, PackedValues values)
    {
        string weights = In("weights");
        SafetensorsWriter.Write(weights, tensors.Select(tensor => TensorEntry.Of(tensor.Name, tensor.Shape, tensor.Values)));
        using SafetensorsFile source = SafetensorsFile.Open(weights);
        return Written(path => PackedFileWriter.Write(path, source, description, values));
    }

    private static void ReadWeights(string path)
    {
        using PackedFile file = PackedFile.Open(path);
        Tensors.ReadAll(file);
        file.Verify();
    }

    private static void Ask(string path)
    {
        using PackedModel model = PackedModel.Open(path, new PackedModelOptions { Threads = 1 });
        if (model.PictureSide is { } side)
        {
            if (side > MostPixels) return;
            PicturePixels pixels = new(new float[3 * side * side], side);
            model.Ask(pixels, "what is this?", top: 2);
            model.Write(pixels, "what is this?");
            return;
        }
        if (model.Description.Regions.FeatureSize != Features) return;
        model.Ask(new PictureRegions([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 0, 0, 0.5f, 1], "two regions"), "what is this?", top: 2);
    }
}
