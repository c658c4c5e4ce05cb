using System.Diagnostics;
using Espalier.Bench.Loading;
using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp.Modules;

namespace Espalier.Bench.Exchange;

/// <summary>A checkpoint, loaded in a process that does nothing else.</summary>
internal static class LoadedModel
{
    /// <summary>Loads it and asks it.</summary>
    /// <param name="config">Its shape, where no config.json beside it says so.</param>
    /// <param name="folder">The model that it was written from.</param>
    /// <param name="checkpoint">A folder in the manner of Hugging Face, or a file.</param>
    /// <exception cref="InvalidOperationException">A weight is not the one that was written.</exception>
    public static ExchangeMeasurement Measure(BackboneConfig config, string folder, string checkpoint)
    {
        long start = Stopwatch.GetTimestamp();
        if (Directory.Exists(checkpoint)) config = Backbones.Load(Path.Combine(checkpoint, "config.json"));
        using ITensorSource source = CheckpointFile.Open(checkpoint);
        using VqaBackbone model = config.FromPretrained(source, SavedModel.Seed);
        LoadMeasurement load = LoadMeasurement.Taken(Stopwatch.GetElapsedTime(start).TotalSeconds);

        using ITensorSource written = SafetensorsFile.Open(SavedModel.Weights(folder)), questions = SafetensorsFile.Open(SavedModel.Questions(folder));
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            if (!parameter.bytes.SequenceEqual(written.ReadBytes(name))) throw new InvalidOperationException($"{checkpoint}: {name} is not what was written.");
        }
        using ExpectedOutputs expected = new(folder);
        foreach ((string name, (_, float[] values)) in ModelOutputs.Of(model, questions)) expected.Compare(name, values);
        return new ExchangeMeasurement(load, expected.Difference);
    }
}
