using System.IO.Compression;
using System.Text;
using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Tests.Sources;

public sealed class EasyVqaSourceTests : IDisposable
{
    private static readonly byte[] Red = TinyPng.Of(200, 0, 0), Blue = TinyPng.Of(0, 0, 200);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_and_test_come_with_their_own_pictures()
    {
        string archive = Zip(("train/questions.json", Text("[[\"what color is it?\",\"red\",0]]")), ("test/questions.json", Text("[[\"what color is it?\",\"blue\",0]]")),
            ("train/images/0.png", Red), ("test/images/0.png", Blue));
        DatasetFolder prepared = Import(archive);
        Assert.Equal(["test-id", "train"], prepared.Parts);
        VqaExample train = Assert.Single(prepared.ReadPart("train").Examples), test = Assert.Single(prepared.ReadPart("test-id").Examples);
        Assert.Equal(Red, File.ReadAllBytes(prepared.ImagePath(train.ImageId)!));
        Assert.Equal(Blue, File.ReadAllBytes(prepared.ImagePath(test.ImageId)!));
        using var features = RegionFeatureStore.Open(prepared.FeaturesPath!);
        Assert.True(features.TryFind(test.ImageId, out _));
    }

    [Fact]
    public void A_question_without_its_picture_is_refused()
    {
        string archive = Zip(("train/questions.json", Text("[[\"what?\",\"red\",0],[\"what?\",\"red\",1]]")), ("test/questions.json", Text("[[\"what?\",\"blue\",0]]")),
            ("train/images/0.png", Red), ("test/images/0.png", Blue));
        Assert.Contains("no picture of image 1", Assert.Throws<InputException>(() => Import(archive)).Found, StringComparison.Ordinal);
    }

    private DatasetFolder Import(string archive)
    {
        string target = Directory.CreateDirectory(folder.File("prepared")).FullName;
        DatasetSources.Importers.Single(source => source.Name == "easy-vqa").Write(target, new DatasetRequest { Path = archive }, null, CancellationToken.None);
        return DatasetFolder.Open(target);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private string Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = archive.CreateEntry("easy-vqa/" + name).Open();
                entry.Write(bytes);
            }
        }
        return folder.Write("easy.zip", packed.ToArray());
    }
}
