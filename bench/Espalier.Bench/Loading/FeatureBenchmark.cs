using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.Statistics;

namespace Espalier.Bench.Loading;

/// <summary>
/// Region features of many images, 36 regions of 2,048 numbers each: conversion of a TSV file, as it is published, to a store, and batches of 64 read from
/// stores of a tenth and of all of the images. Each is measured in a process of its own.
/// </summary>
internal sealed class FeatureBenchmark(int images, int rounds, TextWriter output)
{
    public void Run()
    {
        string folder = Directory.CreateTempSubdirectory("espalier-bench-").FullName;
        try
        {
            int few = Math.Max(1, images / 10);
            List<string[]> rows = [["images", "TSV GiB", "store GiB", "MB/s of TSV", "converting, peak MiB", "batches of 64 a s", "reading, private MiB", "reading, peak MiB"]];
            foreach (int count in (int[])[few, images]) rows.Add(Measure(folder, count));
            output.WriteLine(TextTable.Of(rows));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] Measure(string folder, int count)
    {
        string tsv = Path.Combine(folder, "features.tsv"), store = Path.Combine(folder, "features.regions");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"writing features of {count:N0} images"));
        FeatureFile.Write(tsv, count);
        List<LoadMeasurement> conversions = [];
        for (int round = 0; round < rounds; round++)
        {
            File.Delete(store);
            conversions.Add(Worker<LoadMeasurement>(BenchCommand.Convert, tsv, store));
        }
        double size = new FileInfo(tsv).Length;
        File.Delete(tsv);
        LoadMeasurement[] readings = [.. Enumerable.Range(0, rounds).Select(_ => Worker<LoadMeasurement>(BenchCommand.Feed, store))];
        string[] row =
        [
            Text(count), Text(size / (1 << 30), "0.00"), Text(new FileInfo(store).Length / (double)(1 << 30), "0.00"),
            Text(size / 1e6 / Statistics.Median([.. conversions.Select(measured => measured.Seconds)]), "0"), Text(conversions.Max(measured => measured.PeakBytes) >> 20),
            Text(1 / Statistics.Median([.. readings.Select(measured => measured.Seconds)]), "0.0"), Text(readings.Max(measured => measured.PrivateBytes) >> 20),
            Text(readings.Max(measured => measured.PeakBytes) >> 20),
        ];
        File.Delete(store);
        return row;
    }

    private static T Worker<T>(params string[] arguments) => JsonSerializer.Deserialize<T>(Bench.Worker.Run(false, arguments))!;

    private static string Text(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
