using System.Numerics.Tensors;
using Espalier.Execution;
using Espalier.Sources;

namespace Espalier.Answering;

/// <summary>LXMERT or VisualBERT: a graph that reads regions and gives a logit for each answer.</summary>
/// <param name="path">The model's file, for messages.</param>
/// <param name="engine">What runs it.</param>
internal sealed class RegionScorer(string path, IGraphEngine engine) : IQuestionScorer
{
    private readonly RegionInputs _inputs = new(engine.Graph);

    /// <inheritdoc/>
    public void Score(IReadOnlyList<EncodedQuestion> questions, ScoreReader read, CancellationToken cancel)
    {
        using IGraphRun run = engine.Rent(questions.Count, each: 1, questions.Max(one => one.Pieces.Length), questions.Max(one => ((PictureRegions)one.Picture).Count));
        _inputs.Write(run, questions);
        run.Run(cancel);
        ReadOnlySpan<float> all = run.Output("logits");
        if (!TensorPrimitives.IsFiniteAll(all)) throw ScoreFault.NotFinite(path);
        int answers = all.Length / questions.Count;
        for (int i = 0; i < questions.Count; i++) read(i, all.Slice(i * answers, answers));
    }
}
