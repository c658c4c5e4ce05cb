using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Espalier.Bench.Steps;
using Espalier.Checkpoints;
using Espalier.Training.Models;
using MathNet.Numerics.Statistics;
using TorchSharp;

namespace Espalier.Bench.Loading;

/// <summary>Loads LXMERT-base from safetensors, each time in a process of its own. Its first round leaves the file in the system's cache, and does not count.</summary>
internal sealed class WeightsBenchmark(int rounds, TextWriter output)
{
    public void Run()
    {
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            string path = Path.Combine(folder, "model.safetensors");
            using (VqaBackbone model = Config.Create(seed: 1)) ModelWeights.Save(model, path);
            double size = new FileInfo(path).Length;
            LoadMeasurement[] measured = [.. Enumerable.Range(0, rounds + 1).Select(_ => JsonSerializer.Deserialize<LoadMeasurement>(Worker.Run(false, BenchCommand.Load, path))!).Skip(1)];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size / 1e6:0} MB loaded in {Statistics.Median([.. measured.Select(each => each.Seconds)]):0.00} s; afterwards the process has {measured.Max(each => each.PrivateBytes) / size:0.00} of it as memory of its own, and had at most {measured.Max(each => each.PeakBytes) / size:0.00} resident, libraries included: {measured.Max(each => each.PeakBytes - each.StartBytes) / size:0.00} more than before"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes the model from the file in this process, which should do nothing else.</summary>
    public static LoadMeasurement Load(string path)
    {
        // With it libtorch is there, which takes what it takes whether or not a model is loaded.
        using torch.Tensor first = torch.zeros(1);
        long resident = LoadMeasurement.ResidentBytes, start = Stopwatch.GetTimestamp();
        using ITensorSource weights = CheckpointFile.Open(path);
        using VqaBackbone model = Config.FromPretrained(weights, seed: 1);
        return LoadMeasurement.Taken(Stopwatch.GetElapsedTime(start).TotalSeconds) with { StartBytes = resident };
    }

    private static LxmertConfig Config => StepCase.Of("base").Config;
}
