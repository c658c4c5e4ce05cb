using System.IO.Compression;
using System.Text;
using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class MalformedEasyVqaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{}", "$ (line 1)")]
    [InlineData("[]", "questions")]
    [InlineData("[{}]", "$[0] (line 1)")]
    [InlineData("[[\"what?\",\"red\"]]", "$[0] (line 1)")]
    [InlineData("[[\"what?\",\"red\",1,2]]", "$[0] (line 1)")]
    [InlineData("[[\"what?\",\"red\",-1]]", "$[0][2] (line 1)")]
    [InlineData("[[\"what?\",\"red\",100000]]", "$[0][2] (line 1)")]
    [InlineData("[[\"what?\",\"red\",\"1\"]]", "$[0][2] (line 1)")]
    [InlineData("[[\"what?\",3,1]]", "$[0][1] (line 1)")]
    [InlineData("[[\"\",\"red\",1]]", "$[0] (line 1)")]
    public void Damaged_questions_are_refused_at_their_place(string json, string place)
    {
        File.WriteAllText(folder.File("questions.json"), json);
        Assert.Equal(place, Assert.Throws<InputException>(() => EasyVqaReader.Read(folder.File("questions.json"), "train")).Place);
    }

    [Fact]
    public void Names_in_the_archive_never_become_paths()
    {
        string archive = Zip(("easy-vqa/train/images/../../../../../up.png", 1), ("../../train/images/5.png", 2), ("/test/images/5.png", 3));
        Assert.Equal([5, 100_005], EasyVqaReader.ExtractImages(archive, folder.File("images")));
        Assert.Equal(["100005.png", "5.png"], Directory.EnumerateFiles(folder.File("images")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Doubled_endless_and_missing_pictures_are_refused()
    {
        Assert.Throws<InputException>(() => EasyVqaReader.ExtractImages(Zip(("a/train/images/5.png", 1), ("b/train/images/5.png", 1)), folder.File("images")));
        Assert.Throws<InputException>(() => EasyVqaReader.ExtractImages(Zip(("a/train/images/5.png", 20 << 20)), folder.File("images")));
        Assert.Throws<InputException>(() => EasyVqaReader.ExtractImages(Zip(("a/train/images/x.png", 1)), folder.File("images")));
        Assert.Throws<InputException>(() => EasyVqaReader.ExtractImages(folder.Write("no.zip", Encoding.UTF8.GetBytes("PK")), folder.File("images")));
    }

    private string Zip(params (string Name, int Bytes)[] entries)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, int bytes) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(new byte[bytes]);
            }
        }
        return folder.Write("easy.zip", packed.ToArray());
    }
}
