using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

/// <summary>The prunable matrices of the base size of LXMERT, by group: 168 matrices, 207,272,448 weights.</summary>
internal static class LxmertBase
{
    private const long Square = 768 * 768;
    private const long FeedForward = 768 * 3072;

    public static IReadOnlyList<PrunableMatrix> Matrices { get; } =
    [
        new("word_embeddings", "language", 30522 * 768),
        .. Enumerable.Range(0, 9).SelectMany(layer => Layer($"layer.{layer}", "language", 4, 2)),
        new("visn_fc", "vision", 2048 * 768),
        new("box_fc", "vision", 4 * 768),
        .. Enumerable.Range(0, 5).SelectMany(layer => Layer($"r_layers.{layer}", "vision", 4, 2)),
        .. Enumerable.Range(0, 5).SelectMany(layer => Layer($"x_layers.{layer}", "cross", 12, 4)),
        new("pooler", "pooler", Square),
    ];

    public static Dictionary<string, double> Groups(double language, double vision, double cross) =>
        new() { ["language"] = language, ["vision"] = vision, ["cross"] = cross };

    private static IEnumerable<PrunableMatrix> Layer(string name, string group, int squares, int feedForwards) =>
        [.. Enumerable.Range(0, squares).Select(i => new PrunableMatrix($"{name}.attention.{i}", group, Square)),
         .. Enumerable.Range(0, feedForwards).Select(i => new PrunableMatrix($"{name}.dense.{i}", group, FeedForward))];
}
