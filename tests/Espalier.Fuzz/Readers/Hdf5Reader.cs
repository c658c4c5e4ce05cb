using Espalier.Features;
using Espalier.Testing;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace Espalier.Fuzz.Readers;

/// <summary>Region features in HDF5, as this library's dependency and as h5py writes it.</summary>
internal sealed class Hdf5Reader : FileReader
{
    public Hdf5Reader(string folder) : base(folder)
    {
        if (folder.Length > 0) System.IO.File.WriteAllText(In("a_imgid2idx.json"), """{"42":0,"7":1,"458752":2}""");
    }

    public override string Name => "hdf5";

    // The library makes room for what a field of a damaged file says before it reads that, up to 2 GiB, and gives it back at once.
    public override long Buffers => 3L << 30;

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        float[,,] features = { { { 1, 2, 3 }, { 4, 5, 6 } }, { { 1, 1, 1 }, { 2, 2, 2 } } }, boxes = { { { 0, 0, 1, 1 }, { 0, 0, 1, 1 } }, { { 0, 0, 1, 1 }, { 0, 0, 1, 1 } } };
        (string, object) ids = ("image_ids", new long[] { 5, 6 });
        yield return ("rows", File(("features", features), ("boxes", boxes), ids));
        yield return ("counts", File(("features", features), ("boxes", boxes), ("image_ids", new[] { "5", "6" }), ("num_boxes", new[] { 2, 1 })));
        H5Dataset chunked = new(features, chunks: [1, 2, 3], datasetCreation: new H5DatasetCreation(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));
        yield return ("chunks", File(("features", chunked), ("spatial_features", boxes), ids));
        float[,] packed = { { 1, 2 }, { 3, 4 }, { 5, 6 } }, corners = { { 0, 0, 20, 10 }, { 0, 0, 1, 1 }, { 0, 0, 1, 1 } };
        yield return ("packed", File(("features", packed), ("boxes", corners), ("pos_boxes", new[,] { { 0, 2 }, { 2, 3 } }), ("image_w", new[] { 20, 20 }), ("image_h", new[] { 10, 10 }), ids));
        yield return ("groups", File(("5", new H5Group { ["features"] = packed, ["boxes"] = corners, ["img_w"] = new[] { 20 }, ["img_h"] = new[] { 10 } })));
        foreach (string file in (string[])["groups.h5", "packed.h5", "train36.hdf5"]) yield return ("h5py-" + file, System.IO.File.ReadAllBytes(Golden.PathOf("hdf5", file)));
    }

    public override void Read(byte[] bytes) => Regions.ReadAll(new RegionHdf5Files([Write("a.h5", bytes)], []));

    private byte[] File(params (string Name, object Value)[] arrays) => Written(path =>
    {
        H5File file = [];
        foreach ((string name, object value) in arrays) file[name] = value;
        file.Write(path);
    });
}
