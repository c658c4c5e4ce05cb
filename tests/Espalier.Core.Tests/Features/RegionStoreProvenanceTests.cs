using System.Buffers.Binary;
using System.Text;
using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class RegionStoreProvenanceTests : IDisposable
{
    private const string Made = "onnx détecteur.onnx, 36 regions";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, Action<byte[]>, string> Damages => new()
    {
        { "a letter", file => file[StoreBytes.HeaderSize + 10] ^= 1, "checksum" },
        { "what pads it", file => file[StoreBytes.HeaderSize + 8 + Encoding.UTF8.GetByteCount(Made)] = 1, "checksum" },
        { "no length", file => StoreBytes.Write(file, StoreBytes.HeaderSize, 0), "0 bytes" },
        { "a negative length", file => StoreBytes.Write(file, StoreBytes.HeaderSize, -5), "-5 bytes" },
        { "a length beyond the records", file => StoreBytes.Write(file, StoreBytes.HeaderSize, 4000), "4000 bytes" },
        { "no UTF-8", file => Rewrite(file, [0xC3, 0x28]), "not UTF-8" },
        { "an escape", file => Rewrite(file, "\e[2J"u8), "control characters" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData(Made)]
    public void A_store_says_what_its_features_were_made_with(string made)
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(Write(made));
        Assert.Equal(made, store.Provenance);
        store.Verify();
        float[] features = new float[4], boxes = new float[8];
        Assert.Equal(2, store.Read(0, features, boxes));
        Assert.Equal([1, 2, 3, 4], features);
    }

    [Fact]
    public void A_store_that_says_nothing_is_as_it_was()
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(Write(null));
        Assert.Null(store.Provenance);
        Assert.Equal(1, File.ReadAllBytes(_folder.File("s"))[8]);
    }

    [Theory, MemberData(nameof(Damages))]
    public void A_damaged_text_is_told_when_the_store_is_opened(string fault, Action<byte[]> damage, string found)
    {
        byte[] file = File.ReadAllBytes(Write(Made));
        damage(file);
        string path = _folder.Write("bad", file);
        InputException error = Assert.Throws<InputException>(() => RegionFeatureStore.Open(path));
        Assert.Equal(path, error.File);
        Assert.True(error.Found.Contains(found, StringComparison.Ordinal), $"{fault}: {error.Message}");
    }

    [Fact]
    public void A_record_does_not_begin_within_it()
    {
        byte[] file = File.ReadAllBytes(Write(Made));
        StoreBytes.Write(file, file.Length - 24 + 8, (long)StoreBytes.HeaderSize);
        using RegionFeatureStore store = RegionFeatureStore.Open(_folder.Write("bad", file));
        Assert.Throws<InputException>(() => store.Read(0, new float[4], new float[8]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void What_is_no_line_is_not_taken(string made) => Assert.Throws<ArgumentException>(() => Write(made));

    [Fact]
    public void A_line_that_is_too_long_is_not_taken()
    {
        Assert.NotNull(RegionFeatureStore.Open(Write(new string('é', 2048))).Provenance);
        Assert.Throws<ArgumentException>(() => Write(new string('é', 2049)));
    }

    [Fact]
    public void Features_by_a_model_have_its_form_and_files_of_any_name_the_same()
    {
        Assert.Equal(Made, FormOf(Made).Onnx);
        Assert.NotEqual(FormOf(Made), FormOf(Made + " 2"));
        Assert.Equal(FormOf(null), FormOf("tsv val36.tsv"));
        FormOf(Made).Save(_folder.File("regions.json"));
        Assert.Equal(FormOf(Made), RegionForm.Load(_folder.File("regions.json")));
    }

    private RegionForm FormOf(string? made)
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(Write(made));
        return RegionForm.Of(new DatasetManifest { Name = "a", Source = "b" }, store);
    }

    private string Write(string? made)
    {
        using RegionFeatureWriter writer = new(_folder.File("s"), 2, 2, RegionFeatureType.F32, provenance: made);
        writer.Add(5, [1, 2, 3, 4], [0, 0, 1, 1, 0, 0, 1, 1]);
        writer.Complete();
        return _folder.File("s");
    }

    // Another text of the same bytes' room, with a right checksum.
    private static void Rewrite(byte[] file, ReadOnlySpan<byte> start)
    {
        int room = (8 + Encoding.UTF8.GetByteCount(Made) + 15) / 16 * 16;
        Span<byte> block = file.AsSpan(StoreBytes.HeaderSize, room);
        start.CopyTo(block[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], StoreBytes.Crc32C(block[8..]));
    }
}
