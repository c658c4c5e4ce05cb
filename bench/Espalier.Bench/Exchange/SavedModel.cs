using System.Numerics.Tensors;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Training.Models;

namespace Espalier.Bench.Exchange;

/// <summary>A model of random weights in a folder: its weights, what it is asked, what it gives, and its export.</summary>
internal static class SavedModel
{
    /// <summary>Decides the weights, and again those of an answer head that a checkpoint lacks.</summary>
    public const ulong Seed = 1;

    // A hundred times what ONNX Runtime may differ by.
    private const double LeastSpread = 1e-2;

    /// <summary>Writes the folder.</summary>
    /// <exception cref="InvalidOperationException">It gives the same for all questions, so that it would not be seen what a model makes of them.</exception>
    public static void Write(BackboneConfig config, string folder)
    {
        using VqaBackbone model = config.Create(Seed);
        ModelWeights.Save(model, Weights(folder));
        SafetensorsWriter.Write(Questions(folder), RandomQuestions.Draw(config));
        using ITensorSource questions = SafetensorsFile.Open(Questions(folder));
        SafetensorsWriter.Write(Outputs(folder), ModelOutputs.Of(model, questions).Select(output => TensorEntry.Of(output.Key, output.Value.Shape, output.Value.Values)));
        RequireUnlike(folder);
        using SafetensorsFile weights = SafetensorsFile.Open(Weights(folder));
        foreach (Graph graph in config.Graphs(weights)) OnnxModel.Write(Path.Combine(Directory.CreateDirectory(Onnx(folder)).FullName, $"{graph.Name}.onnx"), graph, weights);
    }

    public static string Weights(string folder) => Path.Combine(folder, "weights.safetensors");

    public static string Questions(string folder) => Path.Combine(folder, "questions.safetensors");

    public static string Outputs(string folder) => Path.Combine(folder, "outputs.safetensors");

    public static string Onnx(string folder) => Path.Combine(folder, "onnx");

    // The logits of the first question's answer, and of the last one's; of a model that writes, those of the piece after the first, which is the same everywhere.
    private static void RequireUnlike(string folder)
    {
        using ITensorSource outputs = SafetensorsFile.Open(Outputs(folder));
        IReadOnlyList<long> shape = outputs.Tensors[ModelOutputs.Logits].Shape;
        float[] logits = outputs.ReadFloats(ModelOutputs.Logits);
        (int row, int width) = (logits.Length / (int)shape[0], (int)shape[^1]);
        ReadOnlySpan<float> first = logits.AsSpan(0, width), last = logits.AsSpan(logits.Length - row, width);
        double spread = TensorPrimitives.Distance(first, last) / TensorPrimitives.Norm(first);
        if (!(spread >= LeastSpread)) throw new InvalidOperationException($"The logits of unlike questions differ by {spread:0.0e+0} only.");
    }
}
