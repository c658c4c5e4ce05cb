using Espalier.Metrics;
using Espalier.Reports.Pictures;
using SkiaSharp;

namespace Espalier.Reports.Tests;

public sealed class PictureTests
{
    private static readonly Lazy<List<Picture>> All = new(DrawAll);

    [Fact]
    public void Every_picture_has_the_size_it_says_and_shows_something()
    {
        List<Picture> pictures = All.Value;
        Assert.Equal(11, pictures.Count);
        Assert.Equal(pictures.Count, pictures.Select(picture => picture.Name).Distinct().Count());
        foreach (Picture picture in pictures)
        {
            foreach (ReadOnlyMemory<byte> png in new[] { picture.Light, picture.Dark })
            {
                using SKBitmap bitmap = SKBitmap.Decode(png.Span);
                Assert.Equal((picture.Width * 2, picture.Height * 2), (bitmap.Width, bitmap.Height));
                Assert.True(Distinct(bitmap, 0, bitmap.Height) > 8, $"{picture.Name} is nearly empty");
            }
        }
    }

    [Fact]
    public void Labels_are_really_drawn()
    {
        // Where the title stands there is nothing but text.
        foreach (Picture picture in All.Value)
        {
            using SKBitmap bitmap = SKBitmap.Decode(picture.Light.Span);
            Assert.True(Distinct(bitmap, 16, 44) > 4, $"{picture.Name} has no title");
        }
    }

    [Fact]
    public void The_same_numbers_give_the_same_bytes() => Assert.Equal(
        All.Value[0].Light.ToArray(), AccuracyPicture.Draw(Sample.Summary())!.Light.ToArray());

    [Fact]
    public void A_description_tells_the_numbers() => Assert.Contains(
        "lpf+lmh: 64.58 out of distribution, 60.12 in distribution", All.Value[0].Description, StringComparison.Ordinal);

    [Fact]
    public void Speeds_are_told_with_their_sparsity_where_that_matters() => Assert.Equal(
        "Curves of speed-up over sparsity. packed, 8 questions, 1 thread: 0.90 at 0 %, 2.90 at 70 %, 6.13 at 90 %; packed, 8 questions, 1 thread: 1.80 at 49.98 %; "
            + "onnx-int8, 8 questions, 1 thread: 2.50.",
        SpeedPicture.Draw("speed", "Speed-up", Speeds()).Description);

    [Fact]
    public void Without_numbers_there_is_no_picture()
    {
        RunSummary nothing = Sample.Summary() with { Models = [Sample.Model("full bce", 1, "bce", 0, null, null)] };
        Assert.Null(AccuracyPicture.Draw(nothing));
        Assert.Null(TradeOffPicture.Draw(nothing));
        Assert.Null(SparsityPicture.Draw(new ReportSparsity("m", [])));
        Assert.Empty(CurvePictures.Draw(nothing, []));
    }

    [Fact]
    public void Odd_names_and_edge_values_can_be_drawn()
    {
        ReportCurve curve = new() { Model = "unknown", Stage = 1, Measure = "loss", Part = "train", Steps = [0], Values = [0] };
        Assert.Single(CurvePictures.Draw(Sample.Summary(), [curve]));
        Assert.NotNull(SpeedPicture.Draw("speed", "Nothing but what it is compared with", []));
        ReportSparsity sparsity = new("x\u0000\n" + new string('y', 300),
            [new ReportMatrix(".1..", "", 1, 1, 0), new ReportMatrix("", "", 1, 1, 1)]);
        Assert.NotNull(SparsityPicture.Draw(sparsity));
        ModelSummary empty = Sample.Model("none", 1, "bce", 0, Sample.Types(0, 0, 0, 0), Sample.Types(100, 100, 100, 100)) with
        {
            Parameters = new ParameterCounts { Total = 0, Prunable = 0, Kept = 0, ByModality = new Dictionary<string, ModalityCounts>() },
        };
        Assert.NotNull(TradeOffPicture.Draw(Sample.Summary() with { Models = [empty] }));
    }

    [Fact]
    public void Models_of_one_size_stand_at_one_place()
    {
        RunSummary summary = Sample.Summary() with
        {
            Models =
            [
                Sample.Model("high", 2, "bce", 0.7, Sample.Types(90, 90, 90, 90), Sample.Types(75, 75, 75, 75)),
                Sample.Model("low", 2, "lmh", 0.7, Sample.Types(45, 45, 45, 45), Sample.Types(20, 20, 20, 20)),
            ],
        };
        using SKBitmap bitmap = SKBitmap.Decode(TradeOffPicture.Draw(summary)!.Light.Span);
        Assert.Equal(Middle(bitmap, PictureTheme.Light.Model(0)), Middle(bitmap, PictureTheme.Light.Model(1)), 1.0);
    }

    // Of what has exactly this colour, from left to right.
    private static double Middle(SKBitmap bitmap, ScottPlot.Color color)
    {
        SKColor wanted = new(color.R, color.G, color.B);
        List<int> columns = [.. Enumerable.Range(0, bitmap.Width).Where(x => Enumerable.Range(0, bitmap.Height).Any(y => bitmap.GetPixel(x, y) == wanted))];
        Assert.NotEmpty(columns);
        return (columns[0] + columns[^1]) / 2.0;
    }

    private static List<Picture> DrawAll()
    {
        (RunSummary summary, ReportData data) = (Sample.Summary(), Sample.Data());
        return
        [
            AccuracyPicture.Draw(summary)!, TradeOffPicture.Draw(summary)!, .. PriorPictures.Draw(summary, data.Priors),
            .. data.Sparsity.Select((sparsity, i) => SparsityPicture.Draw(sparsity, $"sparsity-{i}")!),
            .. CurvePictures.Draw(summary, data.Curves), SpeedPicture.Draw("speed", "Speed-up", Speeds()),
        ];
    }

    private static SpeedCurve[] Speeds() =>
    [
        new("packed", "8 questions, 1 thread", SpeedCurveKind.Curve, "uniform", [new(0, 0.9), new(0.7, 2.9), new(0.9, 6.125)]),
        new("packed", "8 questions, 1 thread", SpeedCurveKind.Points, "60/4/60", [new(0.4998, 1.8)]),
        new("onnx-int8", "8 questions, 1 thread", SpeedCurveKind.Dense, "dense", [new(0, 2.5)]),
    ];

    private static int Distinct(SKBitmap bitmap, int from, int to)
    {
        HashSet<SKColor> colors = [];
        for (int y = from; y < to; y += 2)
        {
            for (int x = 0; x < bitmap.Width; x += 2) colors.Add(bitmap.GetPixel(x, y));
        }
        return colors.Count;
    }
}
