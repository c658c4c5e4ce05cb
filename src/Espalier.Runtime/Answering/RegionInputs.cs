using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Sources;

namespace Espalier.Answering;

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
    public void Write(IGraphRun run, IReadOnlyList<EncodedQuestion> questions)
    {
        WordInputs.Write(run, questions);
        Span<float> features = run.Rows(_features[0]), boxes = _hasBoxes ? run.Rows(Boxes) : [];
        Span<bool> regions = run.Real("visual_attention_mask");
        int count = regions.Length / questions.Count;
        for (int i = 0; i < questions.Count; i++)
        {
            PictureRegions picture = (PictureRegions)questions[i].Picture;
            Put(picture.Features, features, i, questions.Count);
            if (_hasBoxes) Put(picture.Boxes, boxes, i, questions.Count);
            regions.Slice(i * count, count)[picture.Count..].Clear();
        }
    }

    // Whatever stood behind the picture would be computed with, if not looked at.
    private static void Put(ReadOnlySpan<float> from, Span<float> all, int index, int parts)
    {
        Span<float> to = all.Slice(index * (all.Length / parts), all.Length / parts);
        from.CopyTo(to);
        to[from.Length..].Clear();
    }
}
