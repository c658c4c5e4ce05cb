using Espalier.Data;

namespace Espalier.Core.Tests.Data;

public sealed class PretrainingCorpusTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void What_is_written_reads_back()
    {
        PretrainingCorpus corpus = new()
        {
            Kinds = ["cup", "person"],
            Colors = ["red"],
            Images = [new(3, ["there is a cup"], [new(0, 0), new(1, RegionLabel.None)], [new("is there a cup?", "is there a", "yes")]), new(9, [], [], [])],
        };
        corpus.Write(file);
        PretrainingCorpus read = PretrainingCorpus.Read(file);
        Assert.Equal(corpus.Kinds, read.Kinds);
        Assert.Equal(corpus.Colors, read.Colors);
        Assert.Equal([3, 9], read.Images.Select(image => image.Id));
        Assert.Equal(corpus.Images[0].Captions, read.Images[0].Captions);
        Assert.Equal(corpus.Images[0].Regions, read.Images[0].Regions);
        Assert.Equal(corpus.Images[0].Questions, read.Images[0].Questions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"kinds\":[],\"colors\":[]}")]
    [InlineData("{\"kinds\":null,\"colors\":[],\"images\":[]}")]
    [InlineData("{\"kinds\":[null],\"colors\":[],\"images\":[]}")]
    [InlineData("{\"kinds\":[],\"colors\":[],\"images\":[null]}")]
    [InlineData("{\"kinds\":[],\"colors\":[],\"images\":[{\"id\":1,\"captions\":[null],\"regions\":[],\"questions\":[]}]}")]
    [InlineData("{\"kinds\":[],\"colors\":[],\"images\":[{\"id\":1,\"captions\":[],\"regions\":[],\"questions\":[null]}]}")]
    [InlineData("{\"kinds\":[],\"colors\":[],\"images\":[{\"id\":1,\"captions\":[],\"regions\":[],\"questions\":[{\"question\":\"q\"}]}]}")]
    [InlineData("{\"kinds\":[\"cup\"],\"colors\":[],\"images\":[{\"id\":1,\"captions\":[],\"regions\":[{\"kind\":1,\"color\":-1}],\"questions\":[]}]}")]
    [InlineData("{\"kinds\":[\"cup\"],\"colors\":[],\"images\":[{\"id\":1,\"captions\":[],\"regions\":[{\"kind\":0,\"color\":-2}],\"questions\":[]}]}")]
    [InlineData("{\"kinds\":[],\"colors\":[],\"images\":[{\"id\":2,\"captions\":[],\"regions\":[],\"questions\":[]},{\"id\":2,\"captions\":[],\"regions\":[],\"questions\":[]}]}")]
    public void Damaged_files_are_refused_by_name(string json)
    {
        File.WriteAllText(file, json);
        InputException error = Assert.Throws<InputException>(() => PretrainingCorpus.Read(file));
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_refused() => Assert.Throws<InputException>(() => PretrainingCorpus.Read(file + ".absent"));
}
