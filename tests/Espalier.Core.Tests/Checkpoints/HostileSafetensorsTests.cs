using System.Buffers.Binary;
using System.Text;
using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class HostileSafetensorsTests : IDisposable
{
    /// <summary>Headers, each with 8 bytes of data, and what is said of them.</summary>
    public static TheoryData<string, string> Headers => new()
    {
        { """[]""", "JSON object" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "JSON in valid UTF-8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x""", "JSON in valid UTF-8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":[[[[[[[[0]]]]]]]]}}""", "the field \"x\"" },
        { """{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "JSON in valid UTF-8" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "the name twice" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "\"dtype\" twice" },
        { """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "\"F8_E4M3\"; expected one of F64, F32" },
        { """{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "expected a text" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "[4611686018427387904, 4]" },
        { """{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", "[0, 4611686018427387904, 4]" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "63-bit" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "63-bit" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "63-bit" },
        { """{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "an array" },
        { """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "expected numbers" },
        { """{"a":{"dtype":"F32","shape":[2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}}""", "at most 16" },
        { """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "[0, 16]" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "[8, 0]" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775807,9223372036854775807]}}""", "ascending pair up to 8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "at most 2" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "an incomplete entry" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", "an incomplete entry" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "8 bytes; expected 4 for F32 [1]" },
        { """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "a beginning at 4; expected 8" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "a beginning at 4; expected 2" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "data: found 8 bytes; expected 4" },
        { """{}""", "data: found 8 bytes; expected 0" },
        { """{"__metadata__":{"a":1}}""", "metadata \"a\"" },
        { """{"__metadata__":{},"__metadata__":{}}""", "the key twice" },
        { """{"__metadata__":{"a":"1","a":"2"}}""", "the key twice" },
        { """{"a":[]}""", "an object" },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_does_not_describe_the_file_is_refused(string header, string message) =>
        Refused(File(Encoding.UTF8.GetBytes(header), 8), message);

    [Fact]
    public void A_name_that_is_not_utf8_is_refused() =>
        Refused(File([.. "{\""u8, 0xff, 0xfe, .. "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"u8], 8), "JSON in valid UTF-8");

    [Fact]
    public void A_file_that_ends_in_its_first_length_is_refused() => Refused([1, 2, 3], "3 bytes");

    [Fact]
    public void A_file_of_nothing_is_refused() => Refused([], "0 bytes");

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1000UL)]
    [InlineData(0UL)]
    [InlineData(1UL)]
    public void A_header_length_beyond_the_file_is_refused(ulong length)
    {
        byte[] file = File("{}"u8, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Refused(file, $"a header length of {length}");
    }

    [Fact]
    public void A_header_of_a_hundred_million_brackets_is_refused_without_being_read_into_memory()
    {
        string path = _folder.File("a");
        using (FileStream stream = new(path, FileMode.CreateNew))
        {
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, 100_000_000);
            stream.Write(length);
            stream.Write(Enumerable.Repeat((byte)'[', 1 << 16).ToArray());
            stream.SetLength(100_000_008);
        }
        Hostile.AssertRefused(Open, path, "header");
    }

    [Fact]
    public void A_file_that_is_absent_and_a_folder_are_refused()
    {
        Hostile.AssertRefused(Open, _folder.File("absent"), "file: found nothing;");
        Hostile.AssertRefused(Open, _folder.Path, "file: found a folder;");
    }

    private static byte[] File(ReadOnlySpan<byte> header, int dataLength)
    {
        byte[] file = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file.AsSpan(8));
        return file;
    }

    private void Refused(byte[] file, string message) => Hostile.AssertRefused(Open, _folder.Write("a.safetensors", file), message);

    private static void Open(string path) => SafetensorsFile.Open(path).Dispose();
}
