using Espalier.Features;

namespace Espalier.Sources;

/// <summary>Describes pictures by a grid of cells and the whole, for data without a detector.</summary>
public static class GridFeatures
{
    /// <summary>The most cells a side.</summary>
    public const int MaxGrid = 12;

    private const int Batch = 64;

    /// <summary>Writes the region features of some images.</summary>
    /// <param name="path">The store to write.</param>
    /// <param name="imageIds">Each image once.</param>
    /// <param name="decode">Gives an image's pixels; called from several threads.</param>
    /// <param name="grid">Cells a side, 1 to <see cref="MaxGrid"/>.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Stops between batches of images.</param>
    /// <exception cref="InputException">A picture is damaged, or the grid is out of its range.</exception>
    public static void Write(
        string path, IReadOnlyList<long> imageIds, Func<long, PixelImage> decode, int grid, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (grid is < 1 or > MaxGrid) throw new InputException("grid", "cells a side", $"{grid}", $"1 to {MaxGrid}");
        int regions = PixelFeaturizer.GridRegions(grid, grid), size = regions * PixelFeaturizer.FeatureSize;
        float[] features = new float[Batch * size], boxes = new float[Batch * regions * 4];
        InputException?[] failures = new InputException?[Batch];
        using RegionFeatureWriter writer = new(path, PixelFeaturizer.FeatureSize, regions);
        for (int start = 0; start < imageIds.Count; start += Batch)
        {
            int first = start, count = Math.Min(Batch, imageIds.Count - start);
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                try
                {
                    PixelFeaturizer.DescribeGrid(decode(imageIds[first + i]), grid, grid, features.AsSpan(i * size, size), boxes.AsSpan(i * regions * 4, regions * 4));
                }
                catch (InputException error)
                {
                    failures[i] = error;
                }
            });
            // The first in order, so that the message does not depend on which thread was faster.
            if (failures.FirstOrDefault(failure => failure is not null) is { } failed) throw failed;
            for (int i = 0; i < count; i++) writer.Add(imageIds[first + i], features.AsSpan(i * size, size), boxes.AsSpan(i * regions * 4, regions * 4));
            progress?.Report(new WorkProgress("describing pictures", start + count, imageIds.Count, "images"));
        }
        writer.Complete();
    }
}
