using System.Diagnostics;
using Espalier.Training.Models;
using MathNet.Numerics.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>Measures one subject in this process, which should do nothing else: peak memory is the whole process's.</summary>
internal static class StepMeasurer
{
    public static Measurement Run(StepCase step, Subject subject)
    {
        using IStepSubject measured = subject.Create(step.Config);
        using DisposeScope scope = NewDisposeScope();
        TensorBatch[] batches = [.. Enumerable.Range(0, 4).Select(i => RandomBatch.Make(step, (ulong)i))];
        for (int i = 0; i < step.WarmUp; i++) measured.Step(batches[i % batches.Length]);
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double[] times = new double[step.Steps];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            measured.Step(batches[i % batches.Length]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        process.Refresh();
        double cpu = (process.TotalProcessorTime - before).TotalMilliseconds / times.Length;
        long peak = process.PeakWorkingSet64;
        return new Measurement(Statistics.Median(times), cpu, peak, MatmulRate.Measure(subject.Precision == Subject.Half ? ScalarType.BFloat16 : ScalarType.Float32));
    }
}
