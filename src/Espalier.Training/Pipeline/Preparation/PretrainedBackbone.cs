using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pretraining;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>Finds or makes the pre-trained backbone that every model of a run starts from.</summary>
/// <param name="cache">Where pre-trained models are kept.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class PretrainedBackbone(ContentCache cache, IProgress<WorkProgress>? progress)
{
    private const string FileName = "model.safetensors", ConfigName = "config.json", VocabularyName = "vocab.txt";

    // Part of the cache's key: raise it when pre-training gives other weights for the same options.
    private const int Version = 8;

    /// <summary>The checkpoint's file, or null if the recipe starts from random weights.</summary>
    /// <param name="recipe">Names a checkpoint or how to pre-train.</param>
    /// <param name="pool">The source's folder, which holds the corpus.</param>
    /// <param name="cancellation">Stops between steps; nothing is kept then.</param>
    /// <exception cref="InputException">The checkpoint or the corpus is missing.</exception>
    public string? Find(Recipe recipe, string pool, CancellationToken cancellation)
    {
        if (recipe.Model.From is { } from) return CheckpointIn(from);
        if (recipe.Pretrain is not { } pretrain) return null;
        string captions = PretrainingCorpus.PathIn(pool), regions = PretrainingCorpus.FeaturesPathIn(pool);
        if (!File.Exists(captions)) throw new InputException("recipe", "pretrain", $"no pre-training corpus in the data of the source '{recipe.Data.Source}'",
            "the source orchard, model.from, or pretrain: null");
        WordPieceTokenizer tokenizer = WordPieceTokenizer.Load(Path.Combine(pool, VocabularyName));
        using RegionFeatureStore features = PreparedData.OpenFeatures(regions);
        BackboneConfig shape = ModelFactory.ShapeOf(recipe, new DataSizes(tokenizer.VocabularySize, null, features.FeatureSize));
        PretrainingOptions options = Options(recipe, pretrain);
        TorchSharp.torch.ScalarType compute = ModelFactory.ComputeType(recipe.Model);
        string key = FormattableString.Invariant($"pre-training {Version}: {shape} {options} {compute} on {cache.KeyOf(pool)}");
        string folder = cache.GetOrMake("pretrained", key, target =>
        {
            PretrainingCorpus corpus = PretrainingCorpus.Read(captions);
            using VqaBackbone model = shape is MplugConfig writing
                ? WritingPretrainer.Run(writing, corpus, PretrainingCorpus.PicturesPathIn(pool), features, tokenizer, options, compute, progress, cancellation)
                : Pretrainer.Run((RegionBackboneConfig)shape, corpus, features, tokenizer, options, compute, progress, cancellation);
            shape.Save(Path.Combine(target, ConfigName));
            File.Copy(Path.Combine(pool, VocabularyName), Path.Combine(target, VocabularyName));
            model.SaveBackbone(Path.Combine(target, FileName));
        });
        return Path.Combine(folder, FileName);
    }

    /// <summary>Finds or makes the backbone that a recipe pre-trains, and copies it to where `model.from` can name it.</summary>
    /// <param name="recipe">With a block pretrain.</param>
    /// <param name="pool">As for <see cref="Find"/>.</param>
    /// <param name="folder">Absent or empty; gets config.json, vocab.txt and model.safetensors, as Hugging Face lays them out.</param>
    /// <param name="cancellation">Stops between steps; nothing is kept then.</param>
    /// <exception cref="InputException">The recipe pre-trains nothing, the corpus is missing, or there is something in the folder.</exception>
    public void WriteTo(Recipe recipe, string pool, string folder, CancellationToken cancellation)
    {
        if (recipe.Model.From is { } from) throw new InputException("recipe", "model.from", $"'{from}', a model that is pre-trained already", "model.from: null");
        string made = Find(recipe, pool, cancellation) ?? throw new InputException("recipe", "pretrain", "null", "a block pretrain, which says how to pre-train");
        AtomicFolder.Write(folder, target =>
        {
            foreach (string name in new[] { ConfigName, VocabularyName, FileName }) File.Copy(Path.Combine(Path.GetDirectoryName(made)!, name), Path.Combine(target, name));
        });
    }

    private static PretrainingOptions Options(Recipe recipe, PretrainOptions pretrain) => new()
    {
        Epochs = pretrain.Epochs,
        VisionEpochs = pretrain.VisionEpochs,
        BatchSize = pretrain.Batch,
        TextsPerPicture = pretrain.TextsPerPicture,
        LearningRate = pretrain.LearningRate,
        VisionLearningRate = pretrain.VisionLearningRate,
        WarmupShare = pretrain.Warmup,
        Beta2 = (float)pretrain.Beta2,
        TextLength = recipe.Data.QuestionLength,
        Seed = recipe.Seed,
        Tasks = pretrain.Tasks.Select(Task).Aggregate(PretrainingTasks.None, (all, task) => all | task),
    };

    private static PretrainingTasks Task(string name) => name switch
    {
        "masked-words" => PretrainingTasks.MaskedWords,
        "matching" => PretrainingTasks.Matching,
        "region-labels" => PretrainingTasks.RegionLabels,
        "captions" => PretrainingTasks.Captions,
        _ => PretrainingTasks.Questions,
    };

    private static string CheckpointIn(string from) => File.Exists(from) ? from : CheckpointFile.FindIn(from)
        ?? throw new InputException(from, "checkpoint", "neither file nor folder with weights", string.Join(" or ", CheckpointFile.NamesInFolder));
}
