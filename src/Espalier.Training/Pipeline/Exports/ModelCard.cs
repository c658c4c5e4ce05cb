using System.Globalization;
using System.Text;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Metrics;
using Espalier.Onnx;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Exports;

/// <summary>The README.md of an exported model: what it is, how good, how it was made, what its files are, and what goes in and comes out.</summary>
internal static class ModelCard
{
    /// <summary>The page of <see cref="HuggingFaceExport"/>.</summary>
    public static string ForHuggingFace(ExportedModel model, bool sparse)
    {
        StringBuilder text = Begin(model);
        text.Append("| model.safetensors | the weights under the names of the published checkpoints, pruned ones ")
            .Append(sparse ? $"in the layout \"{SparseBitmaskLayout.Name}\" of compressed-tensors" : "as zeros").Append(" |\n");
        if (model.Masks is not null) text.Append("| mask.safetensors | for each prunable matrix a bit for each weight, from the lowest of the first byte on; shapes are in the metadata |\n");
        text.Append("| tokenizer_config.json | for the tokenizer of Hugging Face |\n");
        text.Append("\n## Use\n\nAs a start for another run: `model: { backbone: ").Append(model.Run.Recipe.Model.Backbone).Append(", from: this folder }`.\n");
        string? trunk = model.Inputs.Config switch { LxmertConfig => "LxmertModel", VisualBertConfig => "VisualBertModel", _ => null };
        if (trunk is null || sparse) return End(text, model);
        string head = model.Inputs.Config is LxmertConfig ? "classifier" : "cls";
        text.Append(CultureInfo.InvariantCulture, $"""

            In Python, the trunk is `transformers.{trunk}.from_pretrained("this folder")`. The answer head, `{head}.main`, is the one of Si et al. 2023, which Hugging Face
            does not have: linear, ReLU, dropout, linear, both with `torch.nn.utils.weight_norm(dim=None)`, on the pooled output.

            """);
        return End(text, model);
    }

    /// <summary>The page of <see cref="OnnxExport"/>.</summary>
    public static string ForOnnx(ExportedModel model, IReadOnlyList<Graph> graphs, OnnxValues values)
    {
        StringBuilder text = Begin(model);
        string numbers = values == OnnxValues.I8 ? "linear layers in int8, their inputs quantised when it is run, all else in fp32" : "fp32";
        foreach (Graph graph in graphs)
            text.Append(CultureInfo.InvariantCulture, $"| {OnnxExport.FileOf(graph, graphs)} | the model, opset 17, {numbers}; weights of large models are in .data beside it |\n");
        foreach (Graph graph in graphs)
        {
            text.Append("\n## ").Append(OnnxExport.FileOf(graph, graphs)).Append("\n\n| | name | what |\n| --- | --- | --- |\n");
            // Keys and values of many layers are alike.
            foreach (IGrouping<string, GraphInput> alike in graph.Inputs.GroupBy(input => Words(input, model)))
                text.Append(CultureInfo.InvariantCulture, $"| in | {string.Join(", ", alike.Select(input => input.Name))} | {alike.Key} |\n");
            foreach (Axis.Sequence axis in graph.Masks) text.Append(CultureInfo.InvariantCulture, $"| in | {axis.Mask} | int64, 1 where there is something and 0 for padding |\n");
            foreach (IGrouping<string, GraphOutput> alike in graph.Outputs.GroupBy(Words))
            {
                text.Append(CultureInfo.InvariantCulture, $"| out | {string.Join(", ", alike.Select(output => output.Name))} | {alike.Key} |\n");
                foreach (string mask in alike.Select(output => output.MaskName).OfType<string>()) text.Append(CultureInfo.InvariantCulture, $"| out | {mask} | which of these rows are real |\n");
            }
        }
        return End(text, model);
    }

    private static StringBuilder Begin(ExportedModel model)
    {
        StringBuilder text = new();
        text.Append("---\npipeline_tag: visual-question-answering\n---\n\n");
        text.Append(CultureInfo.InvariantCulture, $"# {model.Run.Recipe.Name}: {model.Node.Id}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"A model for visual question answering ({model.Run.Recipe.Model.Backbone}), {Sparsity(model)}. Made by Espalier.\n\n");
        if (model.Results is { } results && results.Models.FirstOrDefault(found => found.Id == model.Node.Id) is { } summary) Scores(text, summary, results.SelectedOn);
        text.Append("## Files\n\n| file | what it is |\n| --- | --- |\n");
        // mPLUG writes answers, and reads pictures themselves.
        (string answers, string regions) = model.Inputs.Config is RegionBackboneConfig
            ? ("its answers, one for each logit, a line each", "how pictures become region features")
            : ("the answers that it was trained to write, a line each; its logits are of word pieces, not of these", "the region features of the data, which it does not read");
        text.Append("| config.json | the shape of the model |\n| vocab.txt | its word pieces |\n");
        text.Append(CultureInfo.InvariantCulture, $"| answers.txt | {answers} |\n| regions.json | {regions} |\n");
        return text;
    }

    private static string End(StringBuilder text, ExportedModel model) =>
        text.Append("\n## How it was made\n\n```yaml\n").Append(RecipeFile.Write(model.Run.Recipe).TrimEnd()).Append("\n```\n").ToString();

    private static string Sparsity(ExportedModel model) => model.Masks is not { } masks
        ? "dense"
        : string.Create(CultureInfo.InvariantCulture, $"with {100 * masks.Sparsity:0.0} % of its {masks.Count:N0} prunable weights zero");

    private static void Scores(StringBuilder text, ModelSummary summary, string selectedOn)
    {
        text.Append("| VQA accuracy in percent | all | yes/no | number | other |\n| --- | ---: | ---: | ---: | ---: |\n");
        Row("test, in distribution", summary.Accuracy.Id);
        Row("test, out of distribution", summary.Accuracy.Ood);
        text.Append(CultureInfo.InvariantCulture, $"\nSelected on {selectedOn}.\n\n");

        void Row(string name, TypeAccuracy? accuracy)
        {
            if (accuracy is not null) text.Append(CultureInfo.InvariantCulture, $"| {name} | {accuracy.All:0.0} | {accuracy.YesNo:0.0} | {accuracy.Number:0.0} | {accuracy.Other:0.0} |\n");
        }
    }

    private static string Words(GraphInput input, ExportedModel model) => input switch
    {
        GraphInput.Ids ids when ids.Axis.Mask is null => "int64 [answers, pieces]: the first pieces of answers, [CLS] before them",
        GraphInput.Ids => $"int64 [batch, words]: word pieces, {Form(model)}",
        GraphInput.States { Value.Axis: Axis.Sequence { IsShared: true } } states => $"fp32 [answers or 1, memory, {states.Value.Width}]: what the encoder gave, for each answer, or once for all answers to one question",
        GraphInput.States { Name: "visual_pos" } => "fp32 [batch, regions, 4]: boxes x1, y1, x2, y2 as fractions of the picture",
        GraphInput.States states => $"fp32 [batch, regions, {states.Value.Width}]: features of regions",
        GraphInput.Pictures pictures => $"fp32 [batch, 3, {pictures.Side}, {pictures.Side}]: pixels, resized and normalised as for CLIP",
        _ => throw new ArgumentException($"{input.Name} is of an unknown kind.", nameof(input)),
    };

    private static string Words(GraphOutput output) => output.Value.Axis switch
    {
        Axis.Fixed => $"fp32 [batch, {output.Value.Width}]: one for each answer; its sigmoid is the chance of the answer",
        Axis.Joined => $"fp32 [batch, memory, {output.Value.Width}]: what the decoder reads",
        _ => $"fp32 [answers, pieces, {output.Value.Width}]: scores of the piece after each",
    };

    private static string Form(ExportedModel model) => Preparation.PreparedData.FormOf(model.Run.Recipe.Data) == Text.EncodingForm.Standard
        ? $"[CLS] and [SEP] around them, cut at {model.Run.Recipe.Data.QuestionLength}"
        : $"bare and padded with 0 to {model.Run.Recipe.Data.QuestionLength}, none of it masked";
}
