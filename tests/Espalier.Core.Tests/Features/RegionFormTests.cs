using Espalier.Data;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class RegionFormTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("bottom-up attention", "3", null, 3)]
    [InlineData("pixels, version 1", null, 1, null)]
    [InlineData("pixels, version 1, grid 4 x 4", "4", 1, 4)]
    [InlineData("pixels, version 12", null, null, null)]
    public void The_form_is_what_the_provenance_says(string? features, string? grid, int? version, int? side)
    {
        Dictionary<string, string> provenance = [];
        if (features is not null) provenance[RegionForm.FeaturesKey] = features;
        if (grid is not null) provenance[RegionForm.GridKey] = grid;
        var form = RegionForm.Of(new DatasetManifest { Name = "a", Source = "b", Provenance = provenance }, new MemoryRegionFeatures(256, 8));
        Assert.Equal(new RegionForm(256, 8, version, side), form);
        Assert.Equal(version is not null, form.IsOfPixels);
    }

    [Fact]
    public void A_form_is_read_as_it_was_written()
    {
        RegionForm form = new(2048, 36, null, null);
        form.Save(folder.File("regions.json"));
        Assert.Equal(form, RegionForm.Load(folder.File("regions.json")));
    }
}
