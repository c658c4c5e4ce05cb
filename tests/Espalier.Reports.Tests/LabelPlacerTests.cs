using Espalier.Reports.Pictures;

namespace Espalier.Reports.Tests;

public sealed class LabelPlacerTests
{
    [Fact]
    public void A_lone_label_stands_right_of_its_point()
    {
        LabelPlacer.Place place = new LabelPlacer(800, 300).Find(100, 150, "lpf+lmh");
        Assert.Equal((true, false, 150.0), (place.IsRight, place.IsAway, place.Y));
        Assert.True(place.X > 100);
    }

    [Fact]
    public void At_the_right_edge_a_label_goes_left() => Assert.False(new LabelPlacer(800, 300).Find(790, 150, "lpf+lmh").IsRight);

    [Fact]
    public void Labels_of_one_place_stand_apart()
    {
        LabelPlacer places = new(800, 300);
        List<LabelPlacer.Place> found = [.. Enumerable.Range(0, 6).Select(_ => places.Find(400, 150, "lpf+lmh"))];
        for (int i = 0; i < found.Count; i++)
        {
            for (int j = 0; j < i; j++) Assert.True(found[i].IsRight != found[j].IsRight || Math.Abs(found[i].Y - found[j].Y) >= 17);
        }
    }

    [Fact]
    public void A_taken_place_is_left_free()
    {
        LabelPlacer places = new(800, 300);
        places.Avoid(405, 500, 140, 160);
        places.Avoid(300, 395, 140, 160);
        Assert.True(places.Find(400, 150, "lpf+lmh").IsAway);
    }

    [Fact]
    public void Where_all_is_full_the_label_still_shows() => Assert.Equal(7, new LabelPlacer(10, 10).Find(7, 5, "lpf+lmh").X - 11);
}
