using Espalier.Sources;
using Espalier.Training.Models;
using Espalier.Training.Objectives;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>What a recipe must fulfil before anything expensive starts. Each message names the key.</summary>
internal static class RecipeRules
{
    private static readonly string[] Sources = ["orchard", .. DatasetSources.Importers.Select(importer => importer.Name), "prepared"];
    internal static readonly string[] Objectives = [.. ObjectiveFactory.Names];

    public static void Check(Recipe recipe, RecipeOrigin origin)
    {
        var rules = new Rules(origin);
        bool named = recipe.Name.Length is > 0 and <= 100 && recipe.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && recipe.Name[0] != '.';
        rules.Require(named, "name", recipe.Name, "1 to 100 letters, digits, '-', '_' or '.'");
        CheckData(rules, recipe.Data);
        CheckModel(rules, recipe.Model);
        if (recipe.Pretrain is { } pretrain) CheckPretrain(rules, pretrain, Backbones.Named(recipe.Model.Backbone).Base.Generates);
        if (recipe.Stage1 is { } stage1) CheckFineTune(rules, "stage1", stage1, recipe.Model.Backbone);
        if (recipe.Stage2 is { } stage2) CompressRules.Check(rules, stage2, recipe.Model.Backbone);
        if (recipe.Stage3 is { } stage3) CheckFineTune(rules, "stage3", stage3, recipe.Model.Backbone);
        rules.Require(recipe.Compare.Count > 0 || recipe.Stage1 is not null || recipe.Stage2 is not null, "stage1", "no stage at all", "stage1 or stage2");
        rules.Require(recipe.Stage3 is null || recipe.Stage2 is not null, "stage3", "a stage 3 without stage 2", "stage2, whose mask it keeps");
        if (Backbones.Named(recipe.Model.Backbone).Base.Generates) CheckGenerative(rules, recipe);
        for (int i = 0; i < recipe.Compare.Count; i++) CheckVariant(rules, $"compare[{i}]", recipe.Compare[i], recipe);
        DistillationRules.Check(rules, recipe);
        rules.OneOf(recipe.Objectives.Bias, "objectives.bias", "prior", "question-only");
        rules.Require(recipe.Objectives.LpfGamma >= 0, "objectives.lpf-gamma", recipe.Objectives.LpfGamma, "0 or more");
        rules.Require(recipe.Objectives.LmhEntropy >= 0, "objectives.lmh-entropy", recipe.Objectives.LmhEntropy, "0 or more");
        rules.OneOf(recipe.Protocol.SelectOn, "protocol.select-on", "validation-ood", "validation-id", "test-ood");
        foreach (string test in recipe.Protocol.Test) rules.OneOf(test, "protocol.test", "id", "ood");
    }

    private static void CheckData(Rules rules, DataOptions data)
    {
        rules.OneOf(data.Source, "data.source", Sources);
        rules.Require(data.Source == "orchard" || data.Path is not null, "data.path", "nothing", $"the file or folder of the source '{data.Source}'");
        rules.OneOf(data.Split, "data.split", "published", "changing-prior", "varying-shortcut");
        rules.Require(data.Source != "orchard" || data.Split != "published", "data.split", data.Split, "changing-prior: orchard is a pool without a split of its own");
        rules.Require(data.Shortcuts is null || data.Split == "varying-shortcut", "data.shortcuts", "thresholds", "none but for the split varying-shortcut");
        foreach ((string name, double value, double from, double to) in data.Shortcuts?.Ranges() ?? [])
            rules.Require(value >= from && value <= to, $"data.shortcuts.{RecordBinder.Key(name)}", value, FormattableString.Invariant($"{from} to {to}"));
        rules.Require(data.Crossing is >= 0 and < 0.5, "data.crossing", data.Crossing, "from 0 to below 0.5");
        rules.Require(data.Train >= 0, "data.train", data.Train, "0 (all) or more");
        rules.Require(data.MinimumAnswerCount >= 1, "data.minimum-answer-count", data.MinimumAnswerCount, "1 or more");
        rules.OneOf(data.SoftTargets, "data.soft-targets", "linear", "table");
        rules.OneOf(data.Encoding, "data.encoding", "standard", "bare");
        rules.Require(data.QuestionLength is >= 3 and <= 512, "data.question-length", data.QuestionLength, "3 to 512");
    }

    private static void CheckModel(Rules rules, ModelOptions model)
    {
        rules.OneOf(model.Backbone, "model.backbone", [.. Backbones.All.Select(kind => kind.Name)]);
        rules.OneOf(model.Size, "model.size", "tiny", "base");
        rules.OneOf(model.Precision, "model.precision", "auto", "fp32", "bf16");
        rules.OneOf(model.Device, "model.device", "cpu", "cuda");
        rules.Size(model.Hidden, "model.hidden");
        rules.Size(model.Heads, "model.heads");
        rules.Size(model.Intermediate, "model.intermediate");
        rules.Size(model.Shortlist, "model.shortlist");
        BackboneConfig size = Backbones.Named(model.Backbone).Size(model.Size);
        CheckResolution(rules, model, size);
        int hidden = model.Hidden ?? size.HiddenSize, heads = model.Heads ?? size.HeadCount;
        rules.Require(model.From is not null || hidden % heads == 0, "model.heads", heads, $"a divisor of the hidden size, {hidden}");
        int kinds = size.LayerKinds.Count;
        rules.Require(
            model.Layers is null || model.Layers.Count == kinds, "model.layers", model.Layers?.Count ?? 0,
            $"a number for each kind of layer: {string.Join(", ", size.LayerKinds)}");
        rules.Require(
            model.Layers is null || (model.Layers.All(count => count >= 0) && model.Layers[^1] >= 1), "model.layers", string.Join(", ", model.Layers ?? []),
            "0 or more, of which the last is at least 1");
        rules.Require(model.Dropout is null or (>= 0 and < 1), "model.dropout", model.Dropout ?? 0, "from 0 to below 1");
    }

    private static void CheckResolution(Rules rules, ModelOptions model, BackboneConfig size)
    {
        if (model.Resolution is not { } side) return;
        rules.Require(size is MplugConfig, "model.resolution", side, $"none: {model.Backbone} reads region features, not pictures");
        // The patches of a checkpoint are known when it is opened.
        int patch = model.From is null ? ((MplugConfig)size).Vision.PatchSize : 1;
        rules.Require(side >= 1 && side % patch == 0, "model.resolution", side, $"a multiple of the patch size, {patch}");
    }

    // Losses over fixed classes mean nothing to a decoder (Si et al. 2023, appendix: mPLUG is trained with cross-entropy and LPF only).
    private static void CheckGenerative(Rules rules, Recipe recipe)
    {
        string backbone = recipe.Model.Backbone;
        List<(string Key, string? Name)> objectives = [("stage1.objective", recipe.Stage1?.Objective), ("stage3.objective", recipe.Stage3?.Objective)];
        if (recipe.Stage2 is { Method: "mask-training" } stage2) objectives.Add(("stage2.objective", stage2.Objective));
        foreach ((int i, VariantOptions variant) in recipe.Compare.Index())
        {
            objectives.Add(($"compare[{i}].stage1", variant.Stage1));
            objectives.Add(($"compare[{i}].stage2", variant.Stage2));
            objectives.Add(($"compare[{i}].stage3", variant.Stage3));
        }
        foreach ((string key, string? name) in objectives)
        {
            bool written = name is null or "bce" or "ce" or "lpf" or "omp" or "random";
            rules.Require(written, key, $"'{name}'", $"bce, ce (the same here) or lpf: {backbone} writes its answers, and has no answer classes for other objectives");
        }
        rules.Require(recipe.Objectives.Bias == "prior", "objectives.bias", $"'{recipe.Objectives.Bias}'", $"prior: {backbone} has no question-only branch");
    }

    private static void CheckPretrain(Rules rules, PretrainOptions pretrain, bool writes)
    {
        rules.Require(pretrain.Images >= 1, "pretrain.images", pretrain.Images, "1 or more");
        rules.Training("pretrain", pretrain.Epochs, pretrain.Batch, pretrain.LearningRate, pretrain.Warmup);
        rules.Require(pretrain.VisionEpochs == 0 || (writes && pretrain.VisionEpochs > 0 && pretrain.Tasks.Contains("region-labels")), "pretrain.vision-epochs",
            pretrain.VisionEpochs, "0, or for mplug with the task region-labels 1 or more");
        rules.Require(pretrain.VisionLearningRate is null || (pretrain.VisionEpochs > 0 && pretrain.VisionLearningRate is > 0 and <= 1), "pretrain.vision-learning-rate",
            pretrain.VisionLearningRate ?? 0, "null, or with vision-epochs more than 0, at most 1");
        rules.Require(pretrain.TextsPerPicture == 1 || (writes && pretrain.TextsPerPicture > 1 && pretrain.Batch % pretrain.TextsPerPicture == 0), "pretrain.texts-per-picture",
            pretrain.TextsPerPicture, $"1, or for mplug a divisor of the batch, {pretrain.Batch}");
        rules.Require(pretrain.Beta2 is > 0 and < 1, "pretrain.beta2", pretrain.Beta2, "more than 0, less than 1");
        rules.Require(pretrain.Tasks.Count > 0, "pretrain.tasks", "none", "at least one task");
        string[] tasks = writes ? ["captions", "matching", "region-labels", "questions"] : ["masked-words", "matching", "region-labels", "questions"];
        foreach (string task in pretrain.Tasks) rules.OneOf(task, "pretrain.tasks", tasks);
        // Steps go through texts, and this task has none.
        rules.Require(pretrain.Tasks.Any(task => task != "region-labels") || pretrain.VisionEpochs > 0, "pretrain.tasks", "region-labels alone",
            writes ? "a task with texts beside it, or pretrain.vision-epochs" : "a task with texts beside it: masked-words, matching or questions");
    }

    private static void CheckFineTune(Rules rules, string key, FineTuneOptions stage, string backbone)
    {
        rules.OneOf(stage.Objective, $"{key}.objective", Objectives);
        rules.Training(key, stage.Epochs, stage.Batch, stage.LearningRate, stage.Warmup);
        rules.Size(stage.MicroBatch, $"{key}.micro-batch");
        rules.OneOf(stage.Decay, $"{key}.decay", "linear", "cosine", "none");
        rules.Require(stage.VisionLearningRate is null || Backbones.Named(backbone).Base.PictureSide is not null, $"{key}.vision-learning-rate", stage.VisionLearningRate ?? 0,
            $"none: {backbone} reads region features and has no vision encoder");
        rules.Require(stage.VisionLearningRate is null or (> 0 and <= 1), $"{key}.vision-learning-rate", stage.VisionLearningRate ?? 0, "more than 0, at most 1");
        rules.Require(stage.WeightDecay >= 0, $"{key}.weight-decay", stage.WeightDecay, "0 or more");
        rules.Require(stage.ClipNorm > 0, $"{key}.clip-norm", stage.ClipNorm, "more than 0");
    }

    private static void CheckVariant(Rules rules, string key, VariantOptions variant, Recipe recipe)
    {
        if (variant.Stage1 is { } first) rules.OneOf(first, $"{key}.stage1", Objectives);
        if (variant.Stage2 is { } second) rules.OneOf(second, $"{key}.stage2", [.. Objectives, "omp", "random"]);
        if (variant.Stage3 is { } third) rules.OneOf(third, $"{key}.stage3", Objectives);
        rules.Require(variant.Stage1 is not null || variant.Stage2 is not null, key, "no stage", "stage1 or stage2");
        rules.Require(variant.Stage3 is null || variant.Stage2 is not null, $"{key}.stage3", "a stage 3 without stage 2", "stage2, whose mask it keeps");
        rules.Require(variant.Stage1 is null || recipe.Stage1 is not null, $"{key}.stage1", "a stage without settings", "a block stage1 in the recipe");
        rules.Require(variant.Stage2 is null || recipe.Stage2 is not null, $"{key}.stage2", "a stage without settings", "a block stage2 in the recipe");
        rules.Require(variant.Stage3 is null || recipe.Stage3 is not null, $"{key}.stage3", "a stage without settings", "a block stage3 in the recipe");
    }
}
