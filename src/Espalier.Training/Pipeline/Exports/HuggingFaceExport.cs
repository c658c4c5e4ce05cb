using System.Text.Json;
using System.Text.Json.Nodes;
using Espalier.Checkpoints;
using Espalier.Sparsity;

namespace Espalier.Training.Pipeline.Exports;

/// <summary>
/// Writes a model as a folder in the manner of Hugging Face: config.json, vocab.txt, tokenizer_config.json, model.safetensors under the names of the
/// published checkpoints with zeros in place, mask.safetensors, answers.txt (one for each logit), regions.json (how pictures become region features)
/// and a README.md about the run. The folder serves as `model.from`, too.
/// </summary>
public static class HuggingFaceExport
{
    private const string Tokenizer = """{ "tokenizer_class": "BertTokenizer", "do_lower_case": true }""" + "\n";

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A folder that is new or empty.</param>
    /// <param name="sparse">Whether pruned matrices are stored as their bits and what is left of them, in the layout of <see cref="SparseBitmaskLayout"/>.</param>
    /// <exception cref="InputException">There is something in the folder, or nothing is pruned that could be stored so.</exception>
    public static void Write(ExportedModel model, string path, bool sparse = false)
    {
        if (sparse && model.Masks is null)
            throw new InputException(model.Run.Path, model.Node.Id, "a dense model", $"a pruned one for the layout {SparseBitmaskLayout.Name}");
        AtomicFolder.Write(path, folder =>
        {
            model.Inputs.Save(folder);
            if (sparse) AddSparsity(Path.Combine(folder, "config.json"), model);
            AtomicFile.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), Tokenizer);
            // Hugging Face's loader asks for the framework whose layout the tensors have.
            SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), Entries(model, sparse), [new("format", "pt")]);
            if (model.Masks is { } masks) MaskFile.Write(Path.Combine(folder, "mask.safetensors"), masks);
            AtomicFile.WriteAllText(Path.Combine(folder, "README.md"), ModelCard.ForHuggingFace(model, sparse));
        });
    }

    private static IEnumerable<TensorEntry> Entries(ExportedModel model, bool sparse) => SparseBitmaskLayout.Entries(
        model.Weights, sparse ? model.Masks!.Masks.Values.Where(mask => mask.Shape.Count == 2).Select(mask => mask.Name).ToHashSet(StringComparer.Ordinal) : new HashSet<string>());

    private static void AddSparsity(string file, ExportedModel model)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        config["quantization_config"] = new JsonObject
        {
            ["quant_method"] = "compressed-tensors",
            ["sparsity_config"] = new JsonObject
            {
                ["format"] = SparseBitmaskLayout.Name,
                ["global_sparsity"] = model.Masks!.Sparsity,
                ["sparsity_structure"] = "unstructured",
            },
        };
        AtomicFile.WriteAllText(file, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
