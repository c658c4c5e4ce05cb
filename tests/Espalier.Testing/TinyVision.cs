namespace Espalier.Testing;

/// <summary>Vision models of a few numbers.</summary>
public static class TinyVision
{
    /// <summary>Side of the backbone's cells, in pixels.</summary>
    public const int Cell = 8;

    /// <summary>Numbers of a region.</summary>
    public const int Channels = 5;

    /// <summary>The backbone's kernels [D, 3, 8, 8].</summary>
    public static float[] Kernels { get; } = [.. Enumerable.Range(0, Channels * 3 * Cell * Cell).Select(i => (((i * 37) % 101) - 50) / 500f)];

    /// <summary>A convolution of 8 x 8 pixels a cell and a ReLU: "map" [N, D, h, w].</summary>
    public static OnnxSketch Backbone(object? height = null, object? width = null) => OnnxSketch.OfPixels(height, width)
        .Numbers("kernels", Kernels, Channels, 3, Cell, Cell)
        .Node("Conv", "cells", ["pixels", "kernels"], ("kernel_shape", [Cell, Cell]), ("strides", [Cell, Cell]))
        .Node("Relu", "map", ["cells"])
        .Output("map", OnnxSketch.Singles, "N", Channels, "h", "w");

    /// <summary>The same as patch states, "states" [N, P, D], with some before them that are all -1.</summary>
    public static OnnxSketch Patches(int before) => OnnxSketch.OfPixels()
        .Numbers("kernels", Kernels, Channels, 3, Cell, Cell)
        .Integers("rows", 1, Channels, -1)
        .Numbers("before", [.. Enumerable.Repeat(-1f, before * Channels)], 1, before, Channels)
        .Node("Conv", "cells", ["pixels", "kernels"], ("kernel_shape", [Cell, Cell]), ("strides", [Cell, Cell]))
        .Node("Relu", "positive", ["cells"])
        .Node("Reshape", "columns", ["positive", "rows"])
        .Node("Transpose", "patches", ["columns"], ("perm", [0, 2, 1]))
        .Node("Concat", "states", ["before", "patches"], ("axis", [1]))
        .Output("states", OnnxSketch.Singles, "N", "P", Channels);

    /// <summary>
    /// A detector that finds the same everywhere: "boxes" [R, 4] as given, "scores" [R] as given, and "features" [R, 3]: the picture's mean colour, times
    /// the region's number from 1.
    /// </summary>
    public static OnnxSketch Detector(float[] boxes, float[]? scores)
    {
        int regions = boxes.Length / 4;
        OnnxSketch sketch = OnnxSketch.OfPixels()
            .Numbers("all boxes", boxes, regions, 4)
            .Numbers("factors", [.. Enumerable.Range(1, regions).Select(i => (float)i)], regions, 1)
            .Integers("row", 1, 3)
            .Node("GlobalAveragePool", "mean", ["pixels"])
            .Node("Reshape", "colour", ["mean", "row"])
            .Node("MatMul", "features", ["factors", "colour"])
            .Node("Identity", "boxes", ["all boxes"])
            .Output("features", OnnxSketch.Singles, "R", 3)
            .Output("boxes", OnnxSketch.Singles, "R", 4);
        return scores is null ? sketch : sketch.Numbers("all scores", scores, regions).Node("Identity", "scores", ["all scores"]).Output("scores", OnnxSketch.Singles, "R");
    }
}
