using Espalier.Graphs;
using Espalier.Onnx;

namespace Espalier.Training.Pipeline.Exports;

/// <summary>
/// Writes a model for ONNX runtimes, as a folder: model.onnx, or mplug-encoder.onnx and mplug-decoder.onnx; config.json, vocab.txt, answers.txt and
/// regions.json, which say what goes in and what comes out; and a README.md.
/// </summary>
public static class OnnxExport
{
    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A folder that is new or empty.</param>
    /// <param name="values">What linear layers multiply.</param>
    /// <exception cref="InputException">There is something in the folder.</exception>
    public static void Write(ExportedModel model, string path, OnnxValues values = OnnxValues.F32)
    {
        IReadOnlyList<Graph> graphs = model.Inputs.Config.Graphs(model.Weights);
        AtomicFolder.Write(path, folder =>
        {
            model.Inputs.Save(folder);
            foreach (Graph graph in graphs)
            {
                KeyValuePair<string, string>[] facts = [new("run", model.Run.Recipe.Name), new("model", model.Node.Id)];
                OnnxModel.Write(Path.Combine(folder, FileOf(graph, graphs)), graph, model.Weights, facts, values);
            }
            AtomicFile.WriteAllText(Path.Combine(folder, "README.md"), ModelCard.ForOnnx(model, graphs, values));
        });
    }

    /// <summary>The file of a graph.</summary>
    internal static string FileOf(Graph graph, IReadOnlyList<Graph> all) => all.Count == 1 ? "model.onnx" : $"{graph.Name}.onnx";
}
