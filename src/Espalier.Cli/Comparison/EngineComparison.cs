using Espalier.Packing;
using Espalier.Threads;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Cli.Comparison;

/// <summary>
/// Answering of the same questions by the same weights in several engines, in one process. Engines that multiply with zeros as with other numbers have the
/// whole model, those that leave them out one model for each sparsity.
/// </summary>
/// <param name="options">What is compared.</param>
/// <param name="progress">Told how far it is, never while something is timed.</param>
internal sealed class EngineComparison(ComparisonOptions options, IProgress<WorkProgress> progress)
{
    private const ulong Seed = 1;

    /// <summary>The shapes.</summary>
    public ModelCase Case { get; } = ModelCase.Of(options.Backbone, options.Size);

    /// <summary>Measures; gives the rows of each number of threads and each batch when they are there.</summary>
    /// <param name="cancellation">Stops it between two runs.</param>
    /// <exception cref="InvalidOperationException">An engine computes something else.</exception>
    public IEnumerable<IReadOnlyList<ComparisonRow>> Run(CancellationToken cancellation)
    {
        int threadsBefore = get_num_threads();
        try
        {
            int most = options.Threads.Max();
            set_num_threads(most);
            using VqaBackbone model = Case.Config.Create(Seed);
            model.eval();
            PackedDescription said = Case.Describe(0);
            model.SetAnswers(said.Answers, said.Tokenizer, said.Answers.Count);
            RandomQuestions[] batches = [.. options.Batches.Select(count => RandomQuestions.Draw(Case, count))];
            IReadOnlyList<SparsityPoint> points = options.Engines.All(engine => engine.IsDense) ? [] : SparsityPoint.Of(model, options);
            LogitCheck check = new(model, [SparsityPoint.Dense, .. points], batches, cancellation);
            using ModelFiles files = new(model, Case);
            Dictionary<ComparedEngine, IReadOnlyList<string>> onnx = options.Engines.Where(engine => engine.Kind == EngineKind.Onnx).ToDictionary(engine => engine, files.WriteOnnx);
            using Owned<PackedPoint> packed = new();
            using (WorkerTeam all = new(most)) Pack(files, points, packed, all, cancellation);
            foreach (int threads in options.Threads)
            {
                set_num_threads(threads);
                using WorkerTeam team = new(threads);
                using Owned<IOpenEngine> engines = new();
                foreach (ComparedEngine engine in options.Engines)
                {
                    if (engine.Kind == EngineKind.Torch) engines.Add(new TorchEngine(engine, model, SparsityPoint.Dense));
                    else if (engine.Kind == EngineKind.Onnx) engines.Add(new OnnxEngine(engine, files, onnx[engine], Case, threads));
                    foreach (PackedPoint point in packed.Items.Where(point => point.Engine == engine)) engines.Add(new PackedEngine(point, team));
                }
                foreach (RandomQuestions questions in batches) yield return Measure(engines.Items, questions, threads, check, cancellation);
            }
        }
        finally
        {
            set_num_threads(threadsBefore);
        }
    }

    private void Pack(ModelFiles files, IReadOnlyList<SparsityPoint> points, Owned<PackedPoint> packed, WorkerTeam team, CancellationToken cancellation)
    {
        (ComparedEngine Engine, SparsityPoint Point)[] wanted =
            [.. options.Engines.Where(engine => engine.Kind == EngineKind.Packed).SelectMany(engine => points.Select(point => (engine, point)))];
        foreach ((ComparedEngine engine, SparsityPoint point) in wanted)
        {
            cancellation.ThrowIfCancellationRequested();
            packed.Add(files.OpenPacked(engine, point, team));
            progress.Report(new WorkProgress("packing", packed.Items.Count, wanted.Length, "files"));
        }
    }

    private IReadOnlyList<ComparisonRow> Measure(
        IReadOnlyList<IOpenEngine> engines, RandomQuestions questions, int threads, LogitCheck check, CancellationToken cancellation)
    {
        int batch = questions.Each.Count;
        string setting = ComparisonResult.Setting(batch, threads);
        Func<float[]>[] runs = [.. engines.Select(engine => engine.Prepare(questions))];
        double[] differences = [.. engines.Zip(runs, (engine, run) => check.Difference(engine, questions, run()))];
        IReadOnlyList<Timing> timings = InterleavedTimer.Measure(
            runs, options.Rounds, done => progress.Report(new WorkProgress(setting, done, options.Rounds, "rounds")), cancellation);
        int faster = Enumerable.Range(0, engines.Count).Where(i => engines[i].Engine.IsYardstick).MinBy(i => timings[i].Median);
        return [.. engines.Select((engine, i) => RowOf(engine, timings[i], differences[i]))];

        ComparisonRow RowOf(IOpenEngine engine, Timing timing, double difference)
        {
            (double clock, double cpu) = timing.SpeedUpOver(timings[faster]);
            return new ComparisonRow(
                engine.Engine.Name, engine.Point.AllocationName, engine.Point.Sparsity, batch, threads, Math.Round(timing.Median, 4), Math.Round(timing.MedianCpu, 4),
                engines[faster].Engine.Name, Math.Round(clock, 4), Math.Round(cpu, 4), difference);
        }
    }
}
