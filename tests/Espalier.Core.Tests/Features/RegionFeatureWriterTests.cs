using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class RegionFeatureWriterTests : IDisposable
{
    private static readonly float[] Whole = [0, 0, 1, 1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_is_taken_once()
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 1, 1);
        writer.Add(5, [1], Whole);
        InputException error = Assert.Throws<InputException>(() => writer.Add(5, [2], Whole));
        Assert.Contains("image 5", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, writer.ImageCount);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(70000f)]
    public void A_number_that_half_precision_cannot_hold_is_refused_by_place(float value)
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 3, 2);
        InputException error = Assert.Throws<InputException>(() => writer.Add(5, [1, 2, 3, 4, value, 6], [.. Whole, .. Whole]));
        Assert.Contains("image 5, region 1, feature 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Single_precision_refuses_what_is_not_finite(float value)
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 1, 1, RegionFeatureType.F32);
        writer.Add(1, [70000], Whole);
        Assert.Throws<InputException>(() => writer.Add(2, [value], Whole));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.5f)]
    [InlineData(640f)]
    public void A_box_that_is_no_fraction_is_refused(float value)
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 1, 1);
        InputException error = Assert.Throws<InputException>(() => writer.Add(5, [1], [0, 0, value, 1]));
        Assert.Contains("image 5, box 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_must_go_together()
    {
        using var writer = new RegionFeatureWriter(_folder.File("s"), 2, 2);
        Assert.Throws<ArgumentException>(() => writer.Add(1, [1], Whole));
        Assert.Throws<ArgumentException>(() => writer.Add(1, [], []));
        Assert.Throws<ArgumentException>(() => writer.Add(1, new float[6], new float[12]));
        Assert.Throws<ArgumentException>(() => writer.Add(1, [1, 2], [0, 0, 1]));
    }

    [Fact]
    public void Nothing_appears_until_the_store_is_complete_and_nothing_is_left_behind()
    {
        File.WriteAllText(_folder.File("s"), "old");
        using (var writer = new RegionFeatureWriter(_folder.File("s"), 1, 1)) writer.Add(1, [1], Whole);
        Assert.Equal("old", File.ReadAllText(_folder.File("s")));
        using (var writer = new RegionFeatureWriter(_folder.File("s"), 1, 1))
        {
            writer.Add(1, [1], Whole);
            writer.Complete();
            Assert.Throws<ObjectDisposedException>(() => writer.Add(2, [1], Whole));
            Assert.Throws<ObjectDisposedException>(writer.Complete);
        }
        Assert.Equal([_folder.File("s")], Directory.GetFiles(_folder.Path));
        RegionFeatureStore.Open(_folder.File("s")).Dispose();
    }

    [Fact]
    public void The_same_images_give_the_same_bytes()
    {
        foreach (string name in new[] { "a", "b" })
        {
            using var writer = new RegionFeatureWriter(_folder.File(name), 3, 1);
            for (int i = 0; i < 10; i++) writer.Add(i, [i, i + 1, i + 2], Whole);
            writer.Complete();
        }
        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }
}
