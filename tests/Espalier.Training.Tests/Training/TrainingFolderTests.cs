using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Training;

namespace Espalier.Training.Tests.Training;

public sealed class TrainingFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("best", "best.tmp")]
    [InlineData("best.new", "best.old")]
    [InlineData("best.old", "best.tmp")]
    public void Loading_finds_the_checkpoint_that_is_whole_and_leaves_the_writers_folders_alone(string whole, string other)
    {
        TrainingFolder stage = new(folder.Path);
        Lxmert saved = ToyWorld.Model(), loaded = Lxmert.Blank(saved.Config);
        stage.SaveBest(saved, null, null, new Evaluation(3, 1, new Dictionary<string, double>()));
        if (whole != "best") Directory.Move(stage.Best, folder.File(whole));
        Directory.CreateDirectory(folder.File(other));
        string[] before = Entries();

        stage.LoadBest(loaded);

        Assert.Equal(saved.parameters().First().bytes.ToArray(), loaded.parameters().First().bytes.ToArray());
        Assert.Equal(before, Entries());
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order()];
}
