using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Testing;

namespace Espalier.Tests.Graphs;

/// <summary>A checkpoint whose widths do not fit each other is bad input, before anything is run; rows that do not lie alike are a mistake in the graph.</summary>
public sealed class GraphBuilderTests : IDisposable
{
    private static readonly Axis Words = new Axis.Sequence("words", "mask"), Regions = new Axis.Sequence("regions", null);

    private readonly TemporaryFolder _folder = new();
    private readonly SafetensorsFile _file;
    private readonly GraphBuilder _graph;

    public GraphBuilderTests()
    {
        _file = TinyCheckpoint.Write(_folder, ("any", [1, 1], null));
        _graph = new GraphBuilder(_file);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_of_other_widths_are_not_joined()
    {
        Refused("rows of 6", "8, as x has", () => _graph.Join(_graph.States("x", Words, 8), _graph.States("y", Regions, 6)));
    }

    [Fact]
    public void Rows_of_other_widths_are_not_added()
    {
        Refused("rows of 6", "8, as x has", () => _graph.Add(_graph.States("x", Words, 8), _graph.States("y", Words, 6)));
    }

    [Fact]
    public void Queries_are_as_wide_as_keys()
    {
        Refused("rows of 6", "8, as k has", () => Attention(6, 8, 8, heads: 2));
    }

    [Theory]
    [InlineData(8, 8, 3, "rows of 8")]
    [InlineData(6, 8, 3, "rows of 8")]
    [InlineData(8, 6, 4, "rows of 6")]
    public void Heads_share_every_width(int keys, int values, int heads, string found)
    {
        Refused(found, $"a multiple of {heads} heads", () => Attention(keys, keys, values, heads));
    }

    [Fact]
    public void Values_may_be_of_another_width_than_keys()
    {
        Assert.Equal(12, Attention(8, 8, 12, heads: 4).Width);
    }

    [Fact]
    public void Rows_that_do_not_lie_alike_are_a_mistake_in_the_graph()
    {
        Value words = _graph.States("x", Words, 8), regions = _graph.States("y", Regions, 8);
        Assert.Throws<ArgumentException>(() => _graph.Add(words, regions));
        Assert.Throws<ArgumentException>(() => _graph.Attention("at", words, words, regions, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _graph.Attention("at", words, words, words, 0));
    }

    private Value Attention(int queries, int keys, int values, int heads) => _graph.Attention(
        "at", _graph.States("q", Regions, queries), _graph.States("k", Words, keys), _graph.States("v", Words, values), heads);

    private void Refused(string found, string expected, Func<Value> build)
    {
        InputException error = Assert.Throws<InputException>(build);
        Assert.Equal((_file.Path, found, expected), (error.File, error.Found, error.Expected));
    }
}
