using System.Runtime.InteropServices;
using System.Text;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>Region features in NumPy's npz and npy; of an npy, the boxes beside it are whole.</summary>
internal sealed class NumpyReader : FileReader
{
    public NumpyReader(string folder) : base(folder)
    {
        if (folder.Length == 0) return;
        Directory.CreateDirectory(In("npy"));
        Directory.CreateDirectory(In("npz"));
        Write("npy/1_boxes.npy", Npy("<f4", "1, 4", [0f, 0, 1, 1]));
    }

    public override string Name => "numpy";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        byte[] features = Npy("<f4", "1, 3", [1f, 2, 3]), pixels = Npy("<f8", "1, 4", [0.0, 0, 20, 10]);
        yield return ("single.npy", features);
        yield return ("half.npy", Npy("<f2", "1, 2", [(Half)1, (Half)2]));
        yield return ("long.npy", Npy("<i8", "1, 2", [1L, 2]));
        yield return ("fractions.npz", new ZipWriter().Add("features.npy", features).Add("boxes.npy", Npy("<f4", "1, 4", [0f, 0, 1, 1])).ToArray());
        yield return ("pixels.npz",
            new ZipWriter().Add("x.npy", features).Add("bbox.npy", pixels).Add("image_w.npy", Npy("<i4", "", [20])).Add("image_h.npy", Npy("<i4", "", [10])).ToArray());
    }

    public override void Read(byte[] bytes)
    {
        bool zip = bytes.AsSpan().StartsWith("PK"u8);
        Write(zip ? "npz/1.npz" : "npy/1.npy", bytes);
        Regions.ReadAll(new RegionNumpyFolder(In(zip ? "npz" : "npy")));
    }

    private static byte[] Npy<T>(string type, string shape, T[] values)
        where T : unmanaged
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes(values.AsSpan())];
    }
}
