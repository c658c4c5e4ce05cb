using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Sources;

namespace Espalier.Packing;

/// <summary>Writes questions into the inputs of a model that reads regions: LXMERT or VisualBERT.</summary>
/// <param name="graph">The model.</param>
internal sealed class RegionInputs(Graph graph)
{
    /// <summary>The input of boxes, which VisualBERT does not have.</summary>
    public const string Boxes = "visual_pos";

    private readonly string[] _features = [.. graph.Inputs.OfType<GraphInput.States>().Select(input => input.Name).Where(name => name != Boxes)];
    private readonly bool _hasBoxes = graph.Inputs.Any(input => input.Name == Boxes);

    /// <summary>Writes.</summary>
    /// <param name="run">Rented for as many questions, and for the longest of them and the most regions.</param>
    /// <param name="questions">The questions.</param>
    public void Write(Workspace run, ReadOnlySpan<EncodedQuestion> questions)
    {
        Span<int> ids = run.Ids("input_ids");
        Span<float> features = run.Rows(_features[0]), boxes = _hasBoxes ? run.Rows(Boxes) : [];
        Span<bool> words = run.Real("attention_mask"), regions = run.Real("visual_attention_mask");
        int length = ids.Length / questions.Length, count = regions.Length / questions.Length;
        for (int i = 0; i < questions.Length; i++)
        {
            (int[] pieces, PictureRegions picture) = questions[i];
            Put<int>(pieces, ids.Slice(i * length, length));
            Put<float>(picture.Features, Part(features, i, questions.Length));
            if (_hasBoxes) Put<float>(picture.Boxes, Part(boxes, i, questions.Length));
            words.Slice(i * length, length)[pieces.Length..].Clear();
            regions.Slice(i * count, count)[picture.Count..].Clear();
        }
    }

    // Whatever stood behind the question would be computed with, if not looked at.
    private static void Put<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        from.CopyTo(to);
        to[from.Length..].Clear();
    }

    private static Span<T> Part<T>(Span<T> all, int index, int parts) => all.Slice(index * (all.Length / parts), all.Length / parts);
}
