using System.Globalization;
using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Training.Models;

namespace Espalier.Bench.Exchange;

/// <summary>
/// Models of random weights in each form in which a checkpoint may come, and as ONNX in ONNX Runtime: each is loaded in a process of its own, and must give what the
/// model gives that it was written from.
/// </summary>
internal sealed class ExchangeBenchmark(IReadOnlyList<string> backbones, string size, int threads, TextWriter output)
{
    // Of a checkpoint every bit comes back; ONNX Runtime adds in another order.
    private const double CheckpointBound = 0, OnnxBound = 1e-4;

    private readonly List<string[]> _rows = [["backbone", "file", "names", "MB", "load s", "peak MiB", "difference", "at most"]];
    private bool _broken;

    /// <returns>1 if something differs more than it may, else 0.</returns>
    public int Run()
    {
        foreach (string backbone in backbones)
        {
            string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
            try
            {
                Measure(backbone, folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        output.WriteLine();
        output.WriteLine(TextTable.Of(_rows));
        if (_broken) output.WriteLine("Something differs more than it may.");
        return _broken ? 1 : 0;
    }

    private void Measure(string backbone, string folder)
    {
        string[] settings = ["--size", size, "--threads", threads.ToString(CultureInfo.InvariantCulture)];
        Worker.Run(waitByDefault: false, [ExchangeCommand.Save, backbone, folder, .. settings]);
        Add(backbone, "ONNX", "", SavedModel.Onnx(folder), OnnxBound, [ExchangeCommand.Ask, folder, .. settings[2..]]);
        Directory.Delete(SavedModel.Onnx(folder), recursive: true);
        using ITensorSource weights = SafetensorsFile.Open(SavedModel.Weights(folder));
        foreach (ExchangeForm form in ExchangeForm.Of(Backbones.Named(backbone).Size(size)))
        {
            string checkpoint = Directory.CreateDirectory(Path.Combine(folder, "checkpoint")).FullName;
            Add(backbone, form.File, form.Names, checkpoint, CheckpointBound, [ExchangeCommand.Load, backbone, folder, form.Write(weights, checkpoint), .. settings]);
            Directory.Delete(checkpoint, recursive: true);
        }
    }

    private void Add(string backbone, string file, string names, string folder, double bound, string[] arguments)
    {
        ExchangeMeasurement measured = JsonSerializer.Deserialize<ExchangeMeasurement>(Worker.Run(waitByDefault: false, arguments))!;
        long bytes = new DirectoryInfo(folder).GetFiles().Sum(each => each.Length);
        _broken |= measured.Difference > bound;
        _rows.Add([
            backbone, file, names, Text(bytes / 1e6, "0"), Text(measured.Load.Seconds, "0.00"), Text(measured.Load.PeakBytes / (double)(1 << 20), "0"),
            Text(measured.Difference, measured.Difference == 0 ? "0" : "0.0e+0"), Text(bound, bound == 0 ? "0" : "0e+0")]);
        output.WriteLine(string.Join("  ", _rows[^1]));
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
