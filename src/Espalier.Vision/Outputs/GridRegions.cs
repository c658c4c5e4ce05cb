using System.Numerics.Tensors;
using Espalier.Features;
using Espalier.Numerics;

namespace Espalier.Vision;

/// <summary>
/// A backbone's output as regions, row by row from the upper left: the cells of a map, or the patches of states (grid features, Jiang et al. 2020).
/// </summary>
/// <param name="settings">Patch and pooling.</param>
/// <param name="features">A map [1, D, h, w] or states [1, P, D], before which there may be one for the whole picture.</param>
internal sealed class GridRegions(VisionSettings settings, ModelOutput features)
{
    // A state for the whole picture, and registers (Darcet et al. 2024): more would be patches of another size.
    private const int MostBefore = 32;

    private readonly int _channels = (int)(features.IsMap ? features.Shape[1] : features.Shape[^1]);

    /// <summary>Fills a record.</summary>
    /// <param name="record">Receives the image.</param>
    /// <param name="imageId">Its id.</param>
    /// <param name="size">Of the picture that the model got.</param>
    /// <param name="picture">Its file, for messages.</param>
    /// <exception cref="InputException">The output is no grid, or none that a store takes.</exception>
    public void Fill(RegionRecord record, long imageId, PictureSize size, string picture)
    {
        if (!features.IsMap && !features.IsStates) throw Wrong($"{features}", "a map [1, D, h, w] or states [1, P, D], or boxes=NAME for a detector");
        if (_channels is < 1 or > RegionRecord.MaxFeatureSize) throw Wrong($"{_channels} numbers a region", $"1 to {RegionRecord.MaxFeatureSize}");
        (long height, long width, int first) = Cells(size, picture);
        (int rows, int columns) = ((int)Math.Min(height, settings.Pool ?? height), (int)Math.Min(width, settings.Pool ?? width));
        if (rows < 1 || columns < 1 || rows * (long)columns > RegionRecord.MaxRegions)
            throw Wrong($"{height} x {width} cells", $"1 to {RegionRecord.MaxRegions}; pool=K makes at most K x K of them");
        float[] cells = features.IsMap ? Transposed() : features.Values[(first * _channels)..];
        FiniteNumbers.Require(cells, features.Name, picture);
        record.Reset(imageId, rows * columns, _channels);
        for (int i = 0; i < rows * columns; i++)
        {
            (int top, int bottom) = Span(i / columns, rows, (int)height);
            (int left, int right) = Span(i % columns, columns, (int)width);
            Average(cells, (int)width, (top, bottom, left, right), record.Features.Slice(i * _channels, _channels));
            ReadOnlySpan<float> box = [left / (float)width, top / (float)height, right / (float)width, bottom / (float)height];
            box.CopyTo(record.Boxes[(i * 4)..]);
        }

        InputException Wrong(string found, string expected) => new(picture, $"output {features.Name}", found, expected);
    }

    // Adaptive pooling: each cell's share, wholly covered, so that neighbours overlap where the division leaves a rest.
    private static (int From, int To) Span(int index, int count, int length) => (index * length / count, (((index + 1) * length) + count - 1) / count);

    private static void Average(float[] cells, int width, (int Top, int Bottom, int Left, int Right) area, Span<float> sum)
    {
        int channels = sum.Length;
        sum.Clear();
        for (int y = area.Top; y < area.Bottom; y++)
        {
            for (int x = area.Left; x < area.Right; x++) TensorPrimitives.Add(sum, cells.AsSpan(((y * width) + x) * channels, channels), sum);
        }
        int count = (area.Bottom - area.Top) * (area.Right - area.Left);
        if (count > 1) TensorPrimitives.Divide(sum, count, sum);
    }

    private (long Height, long Width, int First) Cells(PictureSize size, string picture)
    {
        if (features.IsMap) return (features.Shape[2], features.Shape[3], 0);
        long states = features.Shape[1];
        if (settings.Patch is { } patch)
        {
            (long height, long width) = (size.Height / patch, size.Width / patch);
            if (height * width >= 1 && states - (height * width) is >= 0 and <= MostBefore) return (height, width, (int)(states - (height * width)));
        }
        else if (size.Height == size.Width)
        {
            // With a state for the whole picture before them, as vision transformers have it, or without.
            long side = (long)Math.Sqrt(states);
            if (side >= 1 && (states == side * side || states == (side * side) + 1)) return (side, side, (int)(states - (side * side)));
        }
        throw new InputException(picture, $"output {features.Name}", $"{features} of a picture of {size.Width} x {size.Height} pixels",
            "a state for each patch; the setting patch=SIDE tells how large they are, and that states before them are left out");
    }

    // [D, h w] to [h w, D].
    private float[] Transposed()
    {
        int cells = (int)(features.Shape[2] * features.Shape[3]);
        float[] turned = new float[features.Values.Length];
        Transposition.Turn(features.Values, cells, turned, _channels, _channels, cells);
        return turned;
    }
}
