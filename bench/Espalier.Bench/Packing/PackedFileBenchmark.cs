using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Espalier.Bench.Steps;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Execution;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Text;
using Espalier.Threads;
using Espalier.Training.Models;
using Espalier.Training.Pruning;
using MathNet.Numerics.Statistics;

namespace Espalier.Bench.Packing;

/// <summary>
/// LXMERT-base, pruned at random, as packed files of each kind of values: their size against safetensors with zeros in place; what it takes to open one, to
/// answer a question, and to hold it, in a process of its own; and, in turn with these, what making the same program from safetensors takes.
/// Times are medians over rounds.
/// </summary>
internal sealed class PackedFileBenchmark(IReadOnlyList<double> sparsities, int rounds, int threads, TextWriter output)
{
    private const double MiB = 1 << 20;

    // Of each process the first opening compiles code.
    private const int Openings = 5;

    private static readonly PackedValues[] Values = [PackedValues.F32, PackedValues.BF16, PackedValues.I8];

    public void Run()
    {
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            LxmertConfig config = StepCase.Of("base").Config;
            using VqaBackbone model = config.Create(seed: 1);
            string path = Path.Combine(folder, "model.safetensors");
            ModelWeights.Save(model, path);
            List<string[]> rows =
            [
                ["zeros", "values", "packed MiB", "packed / dense", "open ms", "and first answer ms", "in a new process ms", "later answer ms", "from dense ms", "held MiB", "1.1 file + 64 MiB"],
            ];
            foreach (double sparsity in sparsities)
            {
                MaskSet masks = RandomPruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), sparsity), seed: 1);
                foreach (PackedValues values in Values) rows.Add(Measure(path, masks, sparsity, Describe(config), values));
            }
            output.WriteLine(TextTable.Of(rows));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] Measure(string path, MaskSet masks, double sparsity, PackedDescription description, PackedValues values)
    {
        string packed = Path.ChangeExtension(path, ".esp");
        using (ITensorSource weights = new MaskedCheckpoint(SafetensorsFile.Open(path), masks)) PackedFileWriter.Write(packed, weights, description, values);
        List<ServedModel> served = [];
        List<double> dense = [];
        for (int round = 0; round < rounds; round++)
        {
            string text = Worker.Run(waitByDefault: true, BenchCommand.Serve, packed, "--rounds", $"{Openings}", "--threads", $"{threads}");
            served.Add(JsonSerializer.Deserialize<ServedModel>(text)!);
            long start = Stopwatch.GetTimestamp();
            FromDense(path, masks);
            dense.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        (double small, double large, double held) = (new FileInfo(packed).Length, new FileInfo(path).Length, served.Max(one => one.ResidentBytes));
        return
        [
            Text(sparsity, "0 %"), values.ToString(), Text(small / MiB, "0"), Text(small / large, "0.000"),
            Median(served.SelectMany(one => one.Open.Skip(1))), Median(served.SelectMany(one => one.FirstAnswer.Skip(1))), Median(served.Select(one => one.FirstAnswer[0])),
            Median(served.Select(one => one.Answer)), Median(dense), Text(held / MiB, "0"), Text((1.1 * small / MiB) + 64, "0"),
        ];
    }

    // By as many threads as open a packed file.
    private GraphProgram FromDense(string path, MaskSet masks)
    {
        using WorkerTeam team = new(threads);
        using ITensorSource weights = new MaskedCheckpoint(SafetensorsFile.Open(path), masks);
        return GraphProgram.Compile(LxmertConfig.Base.Graphs(weights)[0], weights, team: team);
    }

    private static PackedDescription Describe(LxmertConfig config) => new(
        config.ToJson(),
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(4, config.VocabularySize - 4).Select(i => $"piece{i}")]),
        new AnswerVocabulary(Enumerable.Range(0, config.AnswerCount).Select(i => $"answer {i}")),
        new RegionForm(config.FeatureSize, 36, null, null), new EncodingOptions(), new PackedLineage("bench", "random", "lxmert", 1, 0, [], ""), null);

    private static string Median(IEnumerable<double> times) => Text(Statistics.Median([.. times]), "0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
