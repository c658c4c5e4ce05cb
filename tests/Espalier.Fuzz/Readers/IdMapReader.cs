using Espalier.Features;
using Espalier.Testing;
using PureHDF;

namespace Espalier.Fuzz.Readers;

/// <summary>The id map of an HDF5 file that is whole: JSON or a pickle.</summary>
internal sealed class IdMapReader : FileReader
{
    private const string Features = "features.h5";

    public IdMapReader(string folder) : base(folder)
    {
        if (folder.Length > 0) new H5File { ["features"] = Ones(2), ["boxes"] = Ones(4) }.Write(In(Features));
    }

    public override string Name => "id-map";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("object.json", "{ \"458752\": 1, \"42\": 0 }"u8.ToArray());
        yield return ("list.json", "[\"COCO_val2014_000000000042\", 7]"u8.ToArray());
        yield return ("map.pkl", new PickleWriter().Code("}(").Whole(42).Whole(0).Text("7").Whole(1).Code("u").Stop());
        yield return ("list.pkl", new PickleWriter().Code("]p1\n(").Whole(42).Code("V458752\neg1\n0").Stop());
        yield return ("old.pkl", "(S'42'\nL0L\nI7\nI1\nd."u8.ToArray());
    }

    public override void Read(byte[] bytes)
    {
        string map = Write(bytes is [(byte)'{' or (byte)'[' or (byte)' ', ..] ? "map.json" : "map.pkl", bytes);
        Regions.ReadAll(new RegionHdf5Files([In(Features)], [map]));
    }

    private static float[,,] Ones(int numbers)
    {
        float[,,] ones = new float[3, 1, numbers];
        for (int i = 0; i < ones.Length; i++) ones[i / numbers, 0, i % numbers] = 1 - (i % 2);
        return ones;
    }
}
