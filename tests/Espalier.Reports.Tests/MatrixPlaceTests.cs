using Espalier.Reports.Pictures;

namespace Espalier.Reports.Tests;

public sealed class MatrixPlaceTests
{
    [Theory]
    [InlineData("lxmert.encoder.x_layers.3.visual_attention.att.query.weight", "visual_attention.att.query", 3)]
    [InlineData("bert.encoder.layer.11.output.dense.weight", "output.dense", 11)]
    [InlineData("lxmert.pooler.dense.weight", "pooler.dense", null)]
    [InlineData("weight", "weight", null)]
    [InlineData("", "", null)]
    public void Kind_and_layer_are_read_off_the_name(string name, string kind, int? layer) =>
        Assert.Equal(new MatrixPlace(kind, layer), MatrixPlace.Of(name));
}
