using System.Diagnostics;
using System.Globalization;
using Espalier.Bench.Steps;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Sparsity;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Inference;

/// <summary>
/// Answering of a batch of questions by LXMERT-base: our runtime at several sparsities against dense libtorch and ONNX Runtime. In every round each
/// subject runs once, in an order that turns round with every round; a ratio is the median over rounds of times that stood side by side. Processor time is
/// for machines that others use, too; with several threads it counts those that wait.
/// </summary>
internal sealed class InferenceBenchmark(int batch, IReadOnlyList<double> sparsities, int rounds, int threads, TextWriter output)
{
    private const double Tolerance = 1e-4;

    public void Run()
    {
        set_num_threads(threads);
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            StepCase step = StepCase.Of("base") with { Batch = batch, FewestTokens = 20 };
            TensorBatch questions = RandomBatch.Make(step, seed: 1);
            VqaBackbone model = step.Config.Create(seed: 1);
            model.eval();
            Measure(Subjects(model, questions, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private IInferenceSubject[] Subjects(VqaBackbone model, TensorBatch questions, string folder)
    {
        string path = Path.Combine(folder, "model.safetensors");
        ModelWeights.Save(model, path);
        using SafetensorsFile dense = SafetensorsFile.Open(path);
        Graph graph = model.Config.Graphs(dense)[0];
        List<IInferenceSubject> subjects = [new TorchInference(model, questions), new OnnxInference(graph, dense, questions, folder, threads)];
        foreach (double sparsity in sparsities)
        {
            long start = Stopwatch.GetTimestamp();
            using ITensorSource weights = new MaskedCheckpoint(SafetensorsFile.Open(path), RandomMasks.Of(model, sparsity));
            PackedInference packed = new(sparsity, graph, weights, questions, threads);
            output.WriteLine(FormattableString.Invariant($"{packed.Name}: packed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {packed.ByteLength >> 20} MiB of matrices"));
            subjects.Add(packed);
        }
        return [.. subjects];
    }

    private void Measure(IInferenceSubject[] subjects)
    {
        float[][] logits = [.. subjects.Select(subject => subject.Run())];
        for (int i = 1; i < subjects.Length; i++)
        {
            if (subjects[i] is not PackedInference { Sparsity: > 0 }) Check(subjects[i].Name, logits[0], logits[i]);
        }
        double[][] times = [.. subjects.Select(_ => new double[rounds])], processor = [.. subjects.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < subjects.Length; turn++)
            {
                int i = round % 2 == 0 ? turn : subjects.Length - 1 - turn;
                TimeSpan before = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                subjects[i].Run();
                processor[i][round] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        List<string[]> rows = [["runtime", "questions", "threads", "ms", "libtorch / this", "ONNX Runtime / this", "the same, CPU time"]];
        for (int i = 0; i < subjects.Length; i++)
        {
            rows.Add(
            [
                subjects[i].Name, Text(batch, "0"), Text(threads, "0"), Text(Statistics.Median(times[i]), "0.0"),
                Text(Ratio(times[0], times[i]), "0.00"), Text(Ratio(times[1], times[i]), "0.00"),
                $"{Text(Ratio(processor[0], processor[i]), "0.00")}, {Text(Ratio(processor[1], processor[i]), "0.00")}",
            ]);
        }
        output.WriteLine(TextTable.Of(rows));
        foreach (IInferenceSubject subject in subjects) subject.Dispose();
    }

    private static void Check(string name, float[] expected, float[] actual)
    {
        float scale = expected.Max(Math.Abs);
        if (!expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * scale)) throw new InvalidOperationException($"{name} gives other logits.");
    }

    private static double Ratio(double[] above, double[] below) => Statistics.Median(above.Zip(below, (a, b) => a / b));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
