using System.IO.Compression;
using System.Text;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>Region features as lines of tab-separated values, plain or compressed.</summary>
internal sealed class TsvReader(string folder) : FileReader(folder)
{
    public override string Name => "tsv";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        string line = PublishedVqaCp.FeatureLine(42, 200, 100, [10, 20, 50, 100], [0.5f, 0, 2]);
        byte[] two = Encoding.UTF8.GetBytes($"{line}\n{PublishedVqaCp.FeatureLine(7, 20, 10, [1, 2, 5, 10, 0, 0, 1, 1], [1, 2, 3, 4, 5, 6])}\n");
        string[] fields = line.Split('\t');
        string[] objects = ["CgAAAAAAAAA=", "AAAAPw=="];
        yield return ("plain", Encoding.UTF8.GetBytes(line + "\n"));
        yield return ("two", two);
        yield return ("lxmert", Encoding.UTF8.GetBytes(string.Join('\t', "COCO_val2014_000000000042", "100", "200", objects[0], objects[1], objects[0], objects[1], "1", fields[4], fields[5])));
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(two);
        yield return ("gzip", packed.ToArray());
        yield return ("zip", new ZipWriter().Add("a.tsv", two).ToArray());
    }

    public override void Read(byte[] bytes) => Regions.ReadAll(new RegionTsvFiles([Write("a.tsv", bytes)]));
}
