using Espalier.Answering;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Packing;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Exports;

/// <summary>Writes a model as one packed file (.esp), which <see cref="PackedModel"/> answers questions from, with nothing else at hand.</summary>
public static class PackedExport
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A file that is new.</param>
    /// <param name="values">What weights are stored as.</param>
    /// <exception cref="InputException">There is something already.</exception>
    public static void Write(ExportedModel model, string path, PackedValues values = PackedValues.F32)
    {
        AtomicFile.RequireNew(path);
        PackedFileWriter.Write(path, model.Weights, Describe(model), values);
    }

    private static PackedDescription Describe(ExportedModel model)
    {
        Recipe recipe = model.Run.Recipe;
        ModelSummary? summary = model.Results?.Models.FirstOrDefault(found => found.Id == model.Node.Id);
        List<PackedStage> stages = [];
        for (StageNode? node = model.Node; node is not null; node = node.Parent) stages.Insert(0, new PackedStage(node.Stage, node.What));
        return new PackedDescription(
            model.Inputs.Config.ToJson(), model.Inputs.Tokenizer, model.Inputs.Answers, model.Inputs.Regions,
            new EncodingOptions(recipe.Data.QuestionLength, PreparedData.FormOf(recipe.Data)),
            new PackedLineage(recipe.Name, model.Node.Id, recipe.Model.Backbone, (ulong)recipe.Seed, model.Masks?.Sparsity ?? 0, stages, RecipeFile.Write(recipe)),
            summary is null ? null : new PackedScores(model.Results!.SelectedOn, summary.Accuracy),
            model.Inputs.Config.Generates ? new PackedRanking(recipe.Model.Shortlist) : null);
    }
}
