using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class MalformedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, Func<byte[], byte[]>, string> DamagedHeaders => new()
    {
        { "empty", _ => [], "0 bytes" },
        { "another kind of file", _ => "PK\u0003\u0004 is a zip and no store, however long it may be"u8.ToArray(), "another kind" },
        { "cut within the header", file => file[..40], "40 bytes" },
        { "cut after the header", file => file[..^1], "cut short" },
        { "longer than it says", file => [.. file, 0], "a file of" },
        { "a bit of the header flipped", file => Spoil(file, bytes => bytes[21] ^= 1, reseal: false), "checksum" },
        { "a later version", file => Spoil(file, bytes => StoreBytes.Write(bytes, 8, 3)), "version 3" },
        { "no text where one is promised", file => Spoil(file, bytes => StoreBytes.Write(bytes, 8, 2)), "0 bytes" },
        { "an unknown number type", file => Spoil(file, bytes => StoreBytes.Write(bytes, 12, 3)), "number type 3" },
        { "no numbers a region", file => Spoil(file, bytes => StoreBytes.Write(bytes, 16, 0)), "0 numbers" },
        { "absurd numbers a region", file => Spoil(file, bytes => StoreBytes.Write(bytes, 16, int.MaxValue)), "numbers a region" },
        { "absurd regions", file => Spoil(file, bytes => StoreBytes.Write(bytes, 20, 1 << 30)), "regions an image" },
        { "negative images", file => Spoil(file, bytes => StoreBytes.Write(bytes, 24, -1L)), "-1 images" },
        { "more images than the file holds", file => Spoil(file, bytes => StoreBytes.Write(bytes, 24, 1_000_000L)), "an index at" },
        { "an index inside the header", file => Spoil(file, bytes => StoreBytes.Write(bytes, 32, 8L)), "an index at 8" },
    };

    public static TheoryData<string, Action<byte[], int>, string> DamagedContents => new()
    {
        { "a feature", (file, _) => file[90] ^= 0x10, "image 6" },
        { "an id", (file, index) => file[index] ^= 0x01, "checksum" },
        { "the order of ids", (file, index) => file[index] = 200, "ascending" },
        { "an offset beyond the end", (file, index) => StoreBytes.Write(file, index + 8, long.MaxValue), "index entry 0" },
        { "a negative offset", (file, index) => StoreBytes.Write(file, index + 8, -16L), "index entry 0" },
        { "an offset into the index", (file, index) => StoreBytes.Write(file, index + 8, (long)index - 4), "index entry 0" },
        { "no regions", (file, index) => StoreBytes.Write(file, index + 16, 0), "0 regions" },
        { "too many regions", (file, index) => StoreBytes.Write(file, index + 16, 3), "3 regions" },
        { "negative regions", (file, index) => StoreBytes.Write(file, index + 16, int.MinValue), "regions" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(DamagedHeaders))]
    public void Opening_names_the_fault(string fault, Func<byte[], byte[]> damage, string found)
    {
        string path = _folder.Write("bad", damage(File.ReadAllBytes(Valid())));
        InputException error = Assert.Throws<InputException>(() => RegionFeatureStore.Open(path));
        Assert.Equal(path, error.File);
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{fault}: {error.Message}");
    }

    [Theory, MemberData(nameof(DamagedContents))]
    public void Verify_names_the_fault_and_reading_never_leaves_the_file(string fault, Action<byte[], int> damage, string found)
    {
        byte[] file = File.ReadAllBytes(Valid());
        damage(file, file.Length - (2 * 24));
        using var store = RegionFeatureStore.Open(_folder.Write("bad", file));
        InputException error = Assert.Throws<InputException>(() => store.Verify());
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{fault}: {error.Message}");
        if (error.Place == "index entry 0" && fault != "the order of ids")
            Assert.Throws<InputException>(() => store.Read(0, new float[16], new float[8]));
    }

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        byte[] file = File.ReadAllBytes(Valid());
        for (int bit = 0; bit < file.Length * 8; bit += 5)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = _folder.Write("flipped", damaged);
            Assert.Throws<InputException>(() =>
            {
                using var store = RegionFeatureStore.Open(path);
                store.Verify();
            });
        }
    }

    [Fact]
    public void Images_cannot_share_records()
    {
        byte[] file = [.. File.ReadAllBytes(Valid())], third = file[^24..];
        StoreBytes.Write(third, 0, 7L);
        file = Spoil([.. file, .. third], bytes =>
        {
            StoreBytes.Write(bytes, 24, 3L);
            StoreBytes.Write(bytes, 40, bytes.LongLength);
        });
        using var store = RegionFeatureStore.Open(_folder.Write("shared", file));
        InputException error = Assert.Throws<InputException>(() => store.Verify());
        Assert.Equal(("index entry 2", "a record that other images have too"), (error.Place, error.Found));
    }

    [Fact]
    public void An_absent_file_and_a_folder_are_named()
    {
        Assert.Throws<InputException>(() => RegionFeatureStore.Open(_folder.File("absent")));
        Assert.Throws<InputException>(() => RegionFeatureStore.Open(_folder.Path));
    }

    [Fact]
    public void A_store_without_images_is_a_store()
    {
        using (var writer = new RegionFeatureWriter(_folder.File("none"), 8, 2)) writer.Complete();
        using var store = RegionFeatureStore.Open(_folder.File("none"));
        store.Verify();
        Assert.False(store.TryFind(0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Read(0, new float[16], new float[8]));
    }

    // Records need no padding here (2 x 4 x 4 + 2 x 8 x 2 bytes), so that every bit of the file carries meaning.
    private string Valid()
    {
        string path = _folder.File("valid");
        using var writer = new RegionFeatureWriter(path, 8, 2);
        foreach (long id in new long[] { 6, 5 })
            writer.Add(id, [.. Enumerable.Range(0, 16).Select(i => (float)i)], [0, 0, 1, 1, 0, 0, 0.5f, 0.5f]);
        writer.Complete();
        return path;
    }

    private static byte[] Spoil(byte[] file, Action<byte[]> spoil, bool reseal = true)
    {
        spoil(file);
        if (reseal) StoreBytes.Reseal(file);
        return file;
    }
}
