using Espalier.Answering;
using Espalier.Cli.Engines;

namespace Espalier.Cli.Comparison;

/// <summary>The exported model in ONNX Runtime.</summary>
internal sealed class OnnxEngine : IOpenEngine
{
    private readonly Owned<OnnxGraph> _graphs = new();
    private readonly IQuestionScorer _scorer;

    /// <param name="engine">The engine.</param>
    /// <param name="model">What was exported.</param>
    /// <param name="paths">The file of each of its graphs.</param>
    /// <param name="shapes">The model's shape.</param>
    /// <param name="threads">Threads of a run.</param>
    public OnnxEngine(ComparedEngine engine, ModelFiles model, IReadOnlyList<string> paths, ModelCase shapes, int threads)
    {
        Engine = engine;
        try
        {
            for (int i = 0; i < paths.Count; i++) _graphs.Add(new OnnxGraph(model.Graphs[i], paths[i], threads));
            _scorer = QuestionScorers.Of(paths[0], shapes.Describe(0), _graphs.Items);
        }
        catch
        {
            _graphs.Dispose();
            throw;
        }
    }

    public ComparedEngine Engine { get; }

    public SparsityPoint Point => SparsityPoint.Dense;

    public Func<float[]> Prepare(RandomQuestions questions) => () => Scored.By(_scorer, questions);

    public void Dispose() => _graphs.Dispose();
}
