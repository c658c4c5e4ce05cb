namespace Espalier.Features;

/// <summary>
/// Edge directions on a coarse layout (histograms of oriented gradients, Dalal and Triggs 2005): <see cref="Cells"/> x
/// <see cref="Cells"/> cells of <see cref="Directions"/> directions each, modulo 180 degrees. Every edge is shared among neighbouring
/// directions and cells. Doubling the angle by (gx^2 - gy^2, 2 gx gy) needs no trigonometry, whose last bits differ between machines.
/// </summary>
internal static class GradientHistogram
{
    internal const int Cells = 4;
    internal const int Directions = 5;
    internal const int Bins = Cells * Cells * Directions;

    private const int Side = RegionCrop.Side;
    private const float CosineOfNeighbour = 0.309017f;

    // Cosine and sine of k * 72 degrees: five directions of the doubled angle.
    private static readonly float[] Cosines = [1f, 0.309017f, -0.809017f, -0.809017f, 0.309017f];
    private static readonly float[] Sines = [0f, 0.9510565f, 0.5877853f, -0.5877853f, -0.9510565f];

    /// <summary>Fills the histogram with sums of gradient magnitude; the caller normalises it.</summary>
    internal static void Fill(RegionCrop crop, Span<float> bins)
    {
        bins.Clear();
        Span<float> row = stackalloc float[Cells * Directions];
        Span<float> shares = stackalloc float[Directions];
        for (int y = 1; y < Side - 1; y++)
        {
            row.Clear();
            for (int x = 1; x < Side - 1; x++)
            {
                (float gx, float gy) = Strongest(crop.Rgb, ((y * Side) + x) * 3);
                float square = (gx * gx) + (gy * gy);
                if (square < 1e-6f) continue;
                float magnitude = MathF.Sqrt(square), cosine = ((gx * gx) - (gy * gy)) / magnitude, sine = 2 * gx * gy / magnitude;
                for (int k = 0; k < Directions; k++)
                    shares[k] = MathF.Max(0, (cosine * Cosines[k]) + (sine * Sines[k]) - (CosineOfNeighbour * magnitude));
                AddAt(x, shares, row);
            }
            AddAt(y, row, bins);
        }
    }

    /// <summary>The gradient of the channel in which it is largest.</summary>
    private static (float X, float Y) Strongest(ReadOnlySpan<float> rgb, int at)
    {
        float bestX = 0, bestY = 0, best = -1;
        for (int c = at; c < at + 3; c++)
        {
            float gx = rgb[c + 3] - rgb[c - 3], gy = rgb[c + (Side * 3)] - rgb[c - (Side * 3)];
            float square = (gx * gx) + (gy * gy);
            if (square > best) (best, bestX, bestY) = (square, gx, gy);
        }
        return (bestX, bestY);
    }

    /// <summary>Adds a block to the two cells whose centres are on both sides of a pixel.</summary>
    private static void AddAt(int pixel, ReadOnlySpan<float> block, Span<float> cells)
    {
        float place = Math.Clamp((((pixel + 0.5f) * Cells) / Side) - 0.5f, 0, Cells - 1);
        int low = Math.Min((int)place, Cells - 2);
        float share = place - low;
        Span<float> first = cells.Slice(low * block.Length, block.Length), second = cells.Slice((low + 1) * block.Length, block.Length);
        for (int i = 0; i < block.Length; i++)
        {
            first[i] += (1 - share) * block[i];
            second[i] += share * block[i];
        }
    }
}
