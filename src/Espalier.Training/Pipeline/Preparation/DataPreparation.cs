using System.Globalization;
using Espalier.Data;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Preparation;

/// <summary>Brings a recipe's data to a prepared folder with its five parts: the source, then the split, each cached by what it depends on.</summary>
/// <param name="cache">Where folders are kept.</param>
/// <param name="sources">What recipes can name.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class DataPreparation(ContentCache cache, IReadOnlyList<IDatasetSource> sources, IProgress<WorkProgress>? progress)
{
    /// <summary>Train questions that a drawn pool is made for, where no number is asked for.</summary>
    public const int UsualTrain = 12_000;

    private const string Kind = "data";

    // Of an Orchard pool, about this share ends up in train, the rest is validation and test; what crosses over beyond a tenth makes it less.
    private const double TrainShareOfPool = 0.45, UsualCrossing = 0.1, LessByCrossing = 0.3;

    // A varying-shortcut split leaves out a question that was asked before about its image, and cuts between images.
    private const double MoreForDuplicates = 1.05;

    /// <summary>Prepares the data of a recipe.</summary>
    /// <exception cref="InputException">The source is missing or damaged.</exception>
    public DatasetFolder Prepare(Recipe recipe, CancellationToken cancellation)
    {
        DataOptions options = recipe.Data;
        string pool = Pool(recipe, cancellation);
        if (options.Split == "published") return Published(pool, options);
        if (options.Split == "varying-shortcut") return VaryingShortcut(pool, options);
        ChangingPriorOptions split = new() { Seed = options.Seed, CrossingShare = options.Crossing };
        string key = string.Create(CultureInfo.InvariantCulture, $"split 1 of {cache.KeyOf(pool)}: {split} train {options.Train}");
        return DatasetFolder.Open(cache.GetOrMake(Kind, key, folder =>
        {
            progress?.Report(new WorkProgress("splitting", 0, 0, "questions"));
            DatasetResplit.Write(DatasetFolder.Open(pool), folder, split, options.Train);
        }));
    }

    /// <summary>How many questions a recipe will train on, as far as that is known without preparing its data; else null.</summary>
    /// <exception cref="InputException">The prepared folder is damaged.</exception>
    public static int? TrainQuestions(DataOptions options)
    {
        if (options.Split != "published") return options.Train > 0 ? options.Train : null;
        if (options.Source != "prepared" || !DatasetFolder.Exists(options.Path!)) return null;
        DatasetFolder folder = DatasetFolder.Open(options.Path!);
        return PublishedSplit.Lacks(folder).Count == 0 && folder.Manifest.Parts.TryGetValue(PartNames.Train, out int questions) ? questions : null;
    }

    /// <summary>How many questions an Orchard pool needs for a split to leave so many for training.</summary>
    /// <param name="train">Train questions wanted.</param>
    /// <param name="crossing">The share of each group that crosses over.</param>
    public static int PoolQuestions(int train, double crossing) =>
        (int)Math.Ceiling(train / (TrainShareOfPool - (LessByCrossing * Math.Max(0, crossing - UsualCrossing))));

    /// <summary>As <see cref="PoolQuestions(int, double)"/>, for a varying-shortcut split.</summary>
    public static int PoolQuestions(int train, ShortcutThresholds thresholds) =>
        (int)Math.Ceiling(train * MoreForDuplicates / (1 - thresholds.TestShare - thresholds.ValidationShare));

    /// <summary>The folder of the recipe's source, with the Orchard's pre-training corpus beside its pool.</summary>
    public string Pool(Recipe recipe, CancellationToken cancellation)
    {
        DataOptions options = recipe.Data;
        if (options.Source == "prepared") return Path.GetFullPath(options.Path!);
        IDatasetSource source = sources.FirstOrDefault(known => known.Name == options.Source)
            ?? throw new InputException("recipe", "data.source", $"'{options.Source}'", string.Join(", ", sources.Select(known => known.Name)));
        DatasetRequest request = new()
        {
            Path = options.Path,
            Seed = options.Seed,
            PoolQuestions = options.Split == "varying-shortcut"
                ? PoolQuestions(options.Train > 0 ? options.Train : UsualTrain, options.Shortcuts ?? new())
                : PoolQuestions(options.Train > 0 ? options.Train : UsualTrain, options.Crossing),
            PretrainImages = recipe.Pretrain?.Images ?? 0,
            PretrainPictures = recipe.Pretrain is not null && Backbones.Named(recipe.Model.Backbone).Base.PictureSide is not null,
        };
        string key = source.Key(request);
        if (options.Path is { } path) key += $" {cache.PlaceOf(path)}";
        return cache.GetOrMake(Kind, key, folder => source.Write(folder, request, progress, cancellation));
    }

    private DatasetFolder VaryingShortcut(string pool, DataOptions options)
    {
        VaryingShortcutOptions split = new() { Seed = options.Seed, Thresholds = options.Shortcuts ?? new(), TrainLimit = options.Train };
        string key = string.Create(CultureInfo.InvariantCulture, $"shortcuts 1 of {cache.KeyOf(pool)}: {split}");
        return DatasetFolder.Open(cache.GetOrMake(Kind, key, folder =>
        {
            progress?.Report(new WorkProgress("splitting", 0, 0, "questions"));
            ShortcutResplit.Write(DatasetFolder.Open(pool), folder, split);
        }));
    }

    private DatasetFolder Published(string pool, DataOptions options)
    {
        DatasetFolder folder = DatasetFolder.Open(pool);
        if (PublishedSplit.Lacks(folder).Count == 0) return folder;
        string key = string.Create(CultureInfo.InvariantCulture, $"published 1 of {cache.KeyOf(pool)}: seed {options.Seed}");
        return DatasetFolder.Open(cache.GetOrMake(Kind, key, target => PublishedSplit.Write(folder, target, options.Seed)));
    }
}
