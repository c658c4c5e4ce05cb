using Espalier.Features;
using Espalier.Numerics;

namespace Espalier.Core.Tests.Features.Images;

public sealed class TrainingViewTests
{
    private static readonly PixelImage Ramp = BicubicResizeTests.Make(40, 30, (x, y, c) => c switch { 0 => x * 6, 1 => y * 8, _ => 90 });

    [Fact]
    public void A_view_is_decided_by_its_seed()
    {
        byte[] View(ulong seed) => new TrainingView().Make(Ramp, 24, new SplitMix(seed)).Rgb.ToArray();
        Assert.Equal(View(1), View(1));
        Assert.InRange(Enumerable.Range(0, 50).Select(seed => Convert.ToHexString(View((ulong)seed))).Distinct().Count(), 45, 50);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(1, 400)]
    [InlineData(1, 1)]
    public void Pictures_too_long_for_the_wanted_parts_have_views_too(int width, int height)
    {
        PixelImage view = new TrainingView().Make(BicubicResizeTests.Make(width, height, (_, _, _) => 77), 16, new SplitMix(3));
        Assert.Equal((16, 16), (view.Width, view.Height));
    }

    [Fact]
    public void Pixels_are_planes_of_standard_scores()
    {
        float[] numbers = new float[12];
        ClipPixels.Write(BicubicResizeTests.Make(2, 2, (x, y, c) => c == 0 ? 255 : c == 1 ? 0 : 51 * (x + (2 * y))), numbers);
        Assert.All(numbers[..4], value => Assert.Equal((1 - 0.48145466) / 0.26862954, value, 1e-5));
        Assert.All(numbers[4..8], value => Assert.Equal(-0.4578275 / 0.26130258, value, 1e-5));
        Assert.Equal((0.6 - 0.40821073) / 0.27577711, numbers[11], 1e-5);
        Assert.Throws<ArgumentException>(() => ClipPixels.Write(Ramp, numbers));
    }

    [Fact]
    public void No_operation_leaves_a_picture_as_it_is() =>
        Assert.Equal(Ramp.Rgb.ToArray(), new RandAugment(operations: 0).Apply(Ramp, new SplitMix(1)).Rgb.ToArray());

    [Fact]
    public void Contrast_and_equalising_use_the_whole_range()
    {
        PixelImage dull = BicubicResizeTests.Make(64, 64, (x, y, _) => 100 + ((x + (16 * y)) % 32));
        byte[] stretched = ToneChange.AutoContrast(dull).Rgb.ToArray(), even = ToneChange.Equalize(dull).Rgb.ToArray();
        Assert.Equal((0, 255), (stretched.Min(), stretched.Max()));
        Assert.True(even.Max() - even.Min() > 200);
        byte[] one = ToneChange.AutoContrast(BicubicResizeTests.Make(3, 3, (_, _, _) => 9)).Rgb.ToArray();
        Assert.All(one, value => Assert.Equal(9, value));
    }

    [Fact]
    public void Brightness_saturates_and_sharpness_leaves_even_areas_alone()
    {
        Assert.Equal(255, ToneChange.Brightness(BicubicResizeTests.Make(2, 2, (_, _, _) => 200), 1.36).Rgb[0]);
        PixelImage edge = BicubicResizeTests.Make(8, 4, (x, _, _) => x < 4 ? 100 : 120);
        PixelImage sharp = ToneChange.Sharpness(edge, 1.36);
        Assert.Equal(100, sharp.Row(1)[3]);
        Assert.True(sharp.Row(1)[9] < 100);
        Assert.True(sharp.Row(1)[12] > 120);
    }

    [Fact]
    public void Moving_by_whole_pixels_moves_them_and_fills_up_with_grey()
    {
        PixelImage moved = AffineWarp.Apply(Ramp, 1, 0, 7, 0, 1, 0);
        Assert.Equal(Ramp.Row(4)[(3 + 7) * 3], moved.Row(4)[3 * 3]);
        Assert.Equal(128, moved.Row(4)[39 * 3]);
    }
}
