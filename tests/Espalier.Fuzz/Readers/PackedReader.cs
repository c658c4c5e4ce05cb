using Espalier.Checkpoints;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>Packed models. A question is asked of those that open, as kernels do not look again at what the opening has let through.</summary>
internal sealed class PackedReader(string folder) : FileReader(folder)
{
    private const int Width = 8, Wide = 20, Features = 3;

    public override string Name => "packed";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        foreach (double sparsity in (double[])[0, 0.5, 0.9])
        {
            string weights = In("weights");
            SafetensorsWriter.Write(weights, TinyVisualBert.Tensors(Width, Wide, Features, sparsity).Select(tensor => TensorEntry.Of(tensor.Name, tensor.Shape, tensor.Values)));
            using SafetensorsFile source = SafetensorsFile.Open(weights);
            foreach (PackedValues values in Enum.GetValues<PackedValues>())
                yield return ($"sparse-{100 * sparsity}-{values}", Written(path => PackedFileWriter.Write(path, source, TinyVisualBert.Description(Features, heads: 2), values)));
        }
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.esp", bytes);
        Any(() => ReadWeights(path), () => Ask(path));
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
        if (model.Description.Regions.FeatureSize != Features) return;
        model.Ask(new PictureRegions([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 0, 0, 0.5f, 1], "two regions"), "what is this?", top: 2);
    }
}
