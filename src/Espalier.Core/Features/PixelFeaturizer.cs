using System.Runtime.CompilerServices;

namespace Espalier.Features;

/// <summary>
/// Region features straight from pixels, for those who have pictures but no detector: <see cref="FeatureSize"/> numbers a region
/// that make colour and shape nearly linearly separable. A region is resampled to 24 x 24 pixels; what stands out from the mean colour
/// of its rim counts as foreground. In order:
/// <list type="table">
/// <item><term>0-39</term><description>colour histogram (12 hues, each dark, vivid and pale; 4 greys), square roots</description></item>
/// <item><term>40-79</term><description>the same, weighted by foreground and nearness to the centre</description></item>
/// <item><term>80-127</term><description>thumbnail, 4 x 4 x (red, green, blue)</description></item>
/// <item><term>128-163</term><description>silhouette, the share of foreground in 6 x 6 cells</description></item>
/// <item><term>164-243</term><description>edges, 4 x 4 cells of 5 directions, square roots, brought to one length</description></item>
/// <item><term>244-249</term><description>mean and spread of red, green and blue</description></item>
/// <item><term>250-255</term><description>width, height, root of the area, aspect (w - h) / (w + h) in pixels, centre</description></item>
/// </list>
/// Blocks are scaled to about unit variance. The same picture and box give the same bits on every machine. Safe to call from
/// several threads.
/// </summary>
public static class PixelFeaturizer
{
    /// <summary>Numbers per region.</summary>
    public const int FeatureSize = Placement + 6;

    /// <summary>Changes whenever the meaning of the features does; part of what cached features are found by.</summary>
    public const int Version = 1;

    private const int Side = RegionCrop.Side;
    private const int Focus = ColourHistogram.Bins;
    private const int Thumbnail = Focus * 2;
    private const int ThumbnailSide = 4;
    private const int Silhouette = Thumbnail + (ThumbnailSide * ThumbnailSide * 3);
    private const int SilhouetteSide = 6;
    private const int Edges = Silhouette + (SilhouetteSide * SilhouetteSide);
    private const int Moments = Edges + GradientHistogram.Bins;
    private const int Placement = Moments + 6;

    /// <summary>Regions that <see cref="DescribeGrid"/> gives: the cells and the whole picture.</summary>
    public static int GridRegions(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        return checked((rows * columns) + 1);
    }

    /// <summary>Describes a grid of cells, row by row, and last the whole picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="features">At least <see cref="GridRegions"/> x <see cref="FeatureSize"/> numbers.</param>
    /// <param name="boxes">At least <see cref="GridRegions"/> x 4 numbers, filled with x1, y1, x2, y2 as fractions.</param>
    /// <returns>The number of regions, <see cref="GridRegions"/>.</returns>
    public static int DescribeGrid(PixelImage image, int rows, int columns, Span<float> features, Span<float> boxes)
    {
        int regions = GridRegions(rows, columns);
        for (int cell = 0; cell < regions - 1; cell++)
        {
            (int row, int column) = Math.DivRem(cell, columns);
            Span<float> box = boxes.Slice(cell * 4, 4);
            (box[0], box[1]) = ((float)column / columns, (float)row / rows);
            (box[2], box[3]) = ((float)(column + 1) / columns, (float)(row + 1) / rows);
        }
        ((ReadOnlySpan<float>)[0f, 0f, 1f, 1f]).CopyTo(boxes.Slice((regions - 1) * 4, 4));
        Describe(image, boxes[..(regions * 4)], features);
        return regions;
    }

    /// <summary>Describes the given regions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="boxes">
    /// Regions x 4 numbers: x1, y1, x2, y2 as fractions of width and height; what is outside the picture is cut off.
    /// </param>
    /// <param name="features">At least regions x <see cref="FeatureSize"/> numbers, filled row by row.</param>
    /// <exception cref="ArgumentException">A box has no extent or is not a number, or a span is too short.</exception>
    [SkipLocalsInit]
    public static void Describe(PixelImage image, ReadOnlySpan<float> boxes, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (boxes.Length % 4 != 0) throw new ArgumentException("a box has four numbers", nameof(boxes));
        if (features.Length < boxes.Length / 4 * FeatureSize) throw new ArgumentException("too short for the boxes", nameof(features));
        Span<float> buffer = stackalloc float[RegionCrop.Length], foreground = stackalloc float[Side * Side];
        for (int region = 0; region < boxes.Length / 4; region++)
        {
            ReadOnlySpan<float> box = boxes.Slice(region * 4, 4);
            // Written so that NaN fails too.
            if (!(box[2] > box[0] && box[3] > box[1]))
            {
                throw new ArgumentException(
                    $"box {region} is ({box[0]}, {box[1]}, {box[2]}, {box[3]}): x1 < x2 and y1 < y2 are needed", nameof(boxes));
            }
            Span<float> target = features.Slice(region * FeatureSize, FeatureSize);
            target.Clear();
            RegionCrop crop = RegionCrop.Take(image, box, buffer);
            FindForeground(crop, foreground);
            FillColours(crop, foreground, target);
            FillThumbnailAndMoments(crop, target);
            FillSilhouette(foreground, target.Slice(Silhouette, SilhouetteSide * SilhouetteSide));
            FillEdges(crop, target.Slice(Edges, GradientHistogram.Bins));
            FillPlacement(image, box, target[Placement..]);
        }
    }

    /// <summary>How much each pixel differs from the mean of the rim, in [0, 1].</summary>
    private static void FindForeground(RegionCrop crop, Span<float> foreground)
    {
        ReadOnlySpan<float> rgb = crop.Rgb;
        float r = 0, g = 0, b = 0;
        for (int i = 0; i < Side * Side; i++)
        {
            if (i / Side is not (0 or Side - 1) && i % Side is not (0 or Side - 1)) continue;
            r += rgb[i * 3];
            g += rgb[(i * 3) + 1];
            b += rgb[(i * 3) + 2];
        }
        const float rim = 4 * (Side - 1);
        (r, g, b) = (r / rim, g / rim, b / rim);
        for (int i = 0; i < foreground.Length; i++)
        {
            float difference = MathF.Abs(rgb[i * 3] - r) + MathF.Abs(rgb[(i * 3) + 1] - g) + MathF.Abs(rgb[(i * 3) + 2] - b);
            foreground[i] = Math.Clamp((difference - 0.1f) / 0.5f, 0f, 1f);
        }
    }

    private static void FillColours(RegionCrop crop, ReadOnlySpan<float> foreground, Span<float> target)
    {
        Span<float> all = target[..ColourHistogram.Bins], focus = target.Slice(Focus, ColourHistogram.Bins);
        ReadOnlySpan<float> rgb = crop.Rgb;
        float focusWeight = 0;
        for (int i = 0; i < foreground.Length; i++)
        {
            float x = ((i % Side) + 0.5f - (Side / 2f)) / (Side / 2f), y = ((i / Side) + 0.5f - (Side / 2f)) / (Side / 2f);
            // The small constant leaves the centre's colour where nothing stands out.
            float weight = (1 - (x * x)) * (1 - (y * y)) * (0.02f + foreground[i]);
            focusWeight += weight;
            ColourHistogram.Add(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2], 1, all, weight, focus);
        }
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = 5 * MathF.Sqrt(all[i] / foreground.Length);
            focus[i] = 5 * MathF.Sqrt(focus[i] / focusWeight);
        }
    }

    private static void FillThumbnailAndMoments(RegionCrop crop, Span<float> target)
    {
        const int step = Side / ThumbnailSide;
        Span<float> thumbnail = target.Slice(Thumbnail, ThumbnailSide * ThumbnailSide * 3), moments = target.Slice(Moments, 6);
        ReadOnlySpan<float> rgb = crop.Rgb;
        for (int i = 0; i < rgb.Length; i++)
        {
            int pixel = i / 3, channel = i % 3, cell = (pixel / Side / step * ThumbnailSide) + (pixel % Side / step);
            thumbnail[(cell * 3) + channel] += rgb[i];
            moments[channel] += rgb[i];
            moments[3 + channel] += rgb[i] * rgb[i];
        }
        for (int i = 0; i < thumbnail.Length; i++) thumbnail[i] = ((thumbnail[i] / (step * step)) - 0.5f) * 5;
        for (int c = 0; c < 3; c++)
        {
            float mean = moments[c] / (Side * Side), variance = (moments[3 + c] / (Side * Side)) - (mean * mean);
            moments[c] = (mean - 0.5f) * 5;
            moments[3 + c] = MathF.Sqrt(MathF.Max(0, variance)) * 7;
        }
    }

    private static void FillSilhouette(ReadOnlySpan<float> foreground, Span<float> target)
    {
        const int step = Side / SilhouetteSide;
        for (int i = 0; i < foreground.Length; i++) target[(i / Side / step * SilhouetteSide) + (i % Side / step)] += foreground[i];
        for (int i = 0; i < target.Length; i++) target[i] = ((target[i] / (step * step)) - 0.4f) * 3.5f;
    }

    private static void FillEdges(RegionCrop crop, Span<float> target)
    {
        GradientHistogram.Fill(crop, target);
        float sum = 0;
        foreach (float value in target) sum += value;
        // The length of the square roots is the root of the sum; the constant keeps faint noise in flat regions faint.
        float scale = 20 / MathF.Sqrt(sum + 2);
        for (int i = 0; i < target.Length; i++) target[i] = (MathF.Sqrt(target[i]) * scale) - 2;
    }

    private static void FillPlacement(PixelImage image, ReadOnlySpan<float> box, Span<float> target)
    {
        float x1 = Math.Clamp(box[0], 0f, 1f), y1 = Math.Clamp(box[1], 0f, 1f);
        float x2 = Math.Clamp(box[2], 0f, 1f), y2 = Math.Clamp(box[3], 0f, 1f);
        float width = x2 - x1, height = y2 - y1, widthInPixels = width * image.Width, heightInPixels = height * image.Height;
        target[0] = width * 3;
        target[1] = height * 3;
        target[2] = MathF.Sqrt(width * height) * 3;
        // The constant, far below a pixel, only keeps a box wholly outside the picture from dividing zero by zero.
        target[3] = (widthInPixels - heightInPixels) / (widthInPixels + heightInPixels + 1e-3f) * 3;
        target[4] = (x1 + x2 - 1) * 1.75f;
        target[5] = (y1 + y2 - 1) * 1.75f;
    }
}
