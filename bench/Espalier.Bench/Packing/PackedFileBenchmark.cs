using System.Diagnostics;
using System.Globalization;
using Espalier.Bench.Inference;
using Espalier.Bench.Steps;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Execution;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Text;
using Espalier.Training.Models;

namespace Espalier.Bench.Packing;

/// <summary>
/// LXMERT-base, pruned at random, as a packed file: its size against safetensors with zeros in place, and what opening costs in time and memory against
/// making the same program from those. Both are opened in turn, in rounds; times are medians.
/// </summary>
internal sealed class PackedFileBenchmark(IReadOnlyList<double> sparsities, int rounds, TextWriter output)
{
    public void Run()
    {
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            LxmertConfig config = StepCase.Of("base").Config;
            using VqaBackbone model = config.Create(seed: 1);
            string path = Path.Combine(folder, "model.safetensors");
            ModelWeights.Save(model, path);
            List<string[]> rows = [["zeros", "packed MiB", "dense MiB", "packed / dense", "open ms", "from dense ms", "memory MiB", "from dense MiB"]];
            foreach (double sparsity in sparsities) rows.Add(Measure(path, RandomMasks.Of(model, sparsity), sparsity, Describe(config)));
            output.WriteLine(TextTable.Of(rows));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] Measure(string path, MaskSet masks, double sparsity, PackedDescription description)
    {
        string packed = Path.ChangeExtension(path, ".esp");
        using (ITensorSource weights = new MaskedCheckpoint(SafetensorsFile.Open(path), masks)) PackedFileWriter.Write(packed, weights, description);
        double[] open = new double[rounds], dense = new double[rounds];
        long openBytes = 0, denseBytes = 0;
        for (int round = 0; round < rounds; round++)
        {
            (open[round], openBytes) = Timed(() => PackedModel.Open(packed), model => model.Dispose());
            (dense[round], denseBytes) = Timed(() => FromDense(path, masks), _ => { });
        }
        long small = new FileInfo(packed).Length, large = new FileInfo(path).Length;
        return
        [
            Text(sparsity, "0 %"), Text(small >> 20, "0"), Text(large >> 20, "0"), Text((double)small / large, "0.000"),
            Text(Statistics.Median(open), "0"), Text(Statistics.Median(dense), "0"), Text(openBytes >> 20, "0"), Text(denseBytes >> 20, "0"),
        ];
    }

    private static GraphProgram FromDense(string path, MaskSet masks)
    {
        using ITensorSource weights = new MaskedCheckpoint(SafetensorsFile.Open(path), masks);
        return GraphProgram.Compile(LxmertConfig.Base.Graphs(weights)[0], weights);
    }

    // Memory is what is held afterwards.
    private static (double Milliseconds, long Bytes) Timed<T>(Func<T> open, Action<T> close)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), start = Stopwatch.GetTimestamp();
        T opened = open();
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        close(opened);
        return (time, bytes);
    }

    private static PackedDescription Describe(LxmertConfig config) => new(
        config.ToJson(),
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(4, config.VocabularySize - 4).Select(i => $"piece{i}")]),
        new AnswerVocabulary(Enumerable.Range(0, config.AnswerCount).Select(i => $"answer {i}")),
        new RegionForm(config.FeatureSize, 36, null, null), new EncodingOptions(), new PackedLineage("bench", "random", "lxmert", 1, 0, [], ""), null);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
