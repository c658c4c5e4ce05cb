using Espalier.Text;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Plans;

/// <summary>The stages of a recipe in an order in which each comes after what it starts from, and the models to compare.</summary>
public sealed class RunPlan
{
    private readonly List<StageNode> nodes = [];
    private readonly List<StageNode> models = [];

    private RunPlan()
    {
    }

    /// <summary>Every stage once, parents first.</summary>
    public IReadOnlyList<StageNode> Nodes => nodes;

    /// <summary>The stages whose models are tested and reported, in the recipe's order.</summary>
    public IReadOnlyList<StageNode> Models => models;

    /// <summary>Plans a recipe: its `compare` list, or else its stage blocks, each stage's model being reported.</summary>
    /// <param name="recipe">A validated recipe.</param>
    public static RunPlan Of(Recipe recipe)
    {
        var plan = new RunPlan();
        foreach (VariantOptions variant in recipe.Compare) plan.Report(plan.Chain(variant)[^1]);
        if (recipe.Compare.Count == 0)
        {
            CompressOptions? compress = recipe.Stage2;
            string? second = compress is null ? null : compress.Method == "mask-training" ? compress.Objective : compress.Method;
            var only = new VariantOptions { Stage1 = recipe.Stage1?.Objective, Stage2 = second, Stage3 = recipe.Stage3?.Objective };
            foreach (StageNode node in plan.Chain(only)) plan.Report(node);
        }
        return plan;
    }

    /// <summary>The node of a reported model.</summary>
    /// <param name="id">Its id, "lpf+lmh" or "full bce"; null takes the last sparse model, or else the first.</param>
    /// <exception cref="InputException">No model is called so.</exception>
    public StageNode FindModel(string? id)
    {
        if (id is null) return models.FindLast(model => model.Stage > 1) ?? models[0];
        if (models.Find(model => model.Id == id) is { } found) return found;
        // Who asks for an objective alone means the model that is not compressed.
        string[] ids = [.. models.Select(model => model.Id)];
        string nearest = Array.Find(ids, known => known == $"full {id}") ?? Nearest.To(id, ids);
        throw new InputException("model", id, "no model of this run", $"one of {string.Join(", ", ids.Select(known => $"'{known}'"))}; the nearest is '{nearest}'");
    }

    /// <summary>What each stage will do, parents first.</summary>
    /// <param name="recipe">The recipe that was planned.</param>
    /// <param name="trainQuestions">Questions to train on; null where they are not known yet.</param>
    public IReadOnlyList<PlannedStage> Stages(Recipe recipe, int? trainQuestions) => [.. nodes.Select(node =>
    {
        (int epochs, int batch) = node switch
        {
            { OneShot: true } => (0, recipe.Stage2!.Batch),
            { Stage: 1 } => (recipe.Stage1!.Epochs, recipe.Stage1.Batch),
            { Stage: 2 } => (recipe.Stage2!.Epochs, recipe.Stage2.Batch),
            _ => (recipe.Stage3!.Epochs, recipe.Stage3.Batch),
        };
        return new PlannedStage(node, epochs, batch, node.OneShot ? 0 : trainQuestions is { } questions ? epochs * BatchOrder.StepsPerEpoch(questions, batch) : null);
    })];

    private List<StageNode> Chain(VariantOptions variant)
    {
        var chain = new List<StageNode>();
        StageNode? parent = null;
        string?[] stages = [variant.Stage1, variant.Stage2, variant.Stage3];
        for (int i = 0; i < stages.Length; i++)
        {
            if (stages[i] is not { } what) continue;
            string before = parent?.Slug ?? (i == 0 ? "" : "noFT");
            parent = Shared(new StageNode(i + 1, before.Length == 0 ? what : $"{before}+{what}", what, parent));
            chain.Add(parent);
        }
        return chain;
    }

    private StageNode Shared(StageNode node)
    {
        if (nodes.Find(known => known == node) is { } same) return same;
        nodes.Add(node);
        return node;
    }

    private void Report(StageNode node)
    {
        if (!models.Contains(node)) models.Add(node);
    }
}
