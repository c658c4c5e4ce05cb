using System.Text;
using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Packing;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

public sealed class StoredTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_of_more_than_2_GiB_is_refused_before_it_is_asked()
    {
        const long bytes = 3L << 30;
        string path = _folder.File("great.esp");
        using (SafetensorsFile small = SafetensorsFile.Open(TinyPackedModel.Write(_folder, 0.6)))
        using (FileStream file = File.Create(path))
        {
            byte[] header = Encoding.UTF8.GetBytes($$$"""{"__metadata__":{{{JsonSerializer.Serialize(small.Metadata)}}},"w":{"dtype":"F32","shape":[3,{{{bytes / 12}}}],"data_offsets":[0,{{{bytes}}}]}}""");
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
            // Nothing is written there, so that it takes no room on the disk.
            file.SetLength(file.Position + bytes);
        }
        using PackedFile packed = PackedFile.Open(path);
        InputException error = Assert.Throws<InputException>(() => ((IPackedSource)packed).Table("w"));
        Assert.Equal(("tensor \"w\"", "at most 2 GiB a tensor"), (error.Place, error.Expected));
    }
}
