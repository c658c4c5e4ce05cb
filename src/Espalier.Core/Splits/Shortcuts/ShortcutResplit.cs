using System.Globalization;
using Espalier.Data;

namespace Espalier.Splits.Shortcuts;

/// <summary>Makes a prepared data set with varying shortcuts (Si et al. 2022) out of another one, whose pictures, features and vocabulary it shares.</summary>
public static class ShortcutResplit
{
    /// <summary>Pools the source's questions (its part "pool", or else all parts), splits them, and writes parts, sets and split.json.</summary>
    /// <param name="source">The data set to take apart; it stays as it is.</param>
    /// <param name="targetFolder">The new folder. It refers to the source's files by relative paths.</param>
    /// <param name="options">How to split.</param>
    /// <param name="objectsPath">What the images show; null takes the source's own file, if it has one.</param>
    /// <returns>The parts as written, the sets, and what the split did.</returns>
    /// <exception cref="InputException">The source or the objects are damaged, or there are too few questions.</exception>
    public static SplitResult Write(DatasetFolder source, string targetFolder, VaryingShortcutOptions options, string? objectsPath = null)
    {
        (SplitResult split, ImageObjects? objects) = Make(source, options, objectsPath);
        DatasetManifest manifest = Derivation.Of(source, targetFolder, new Dictionary<string, string> { [DatasetResplit.SplitKey] = Provenance(options) });
        if (objectsPath is not null)
        {
            objects!.Write(Path.Combine(targetFolder, ImageObjects.FileName));
            manifest = manifest with { Objects = ImageObjects.FileName };
        }
        WriteSets(DatasetFolder.Create(targetFolder, manifest, split.Parts), split);
        return split;
    }

    /// <summary>Splits as <see cref="Write"/> does, and puts the parts beside the pool that they are made of.</summary>
    /// <param name="folder">Gets parts, sets and split.json; its part "pool" stays.</param>
    /// <param name="options">How to split.</param>
    /// <returns>As <see cref="Write"/>.</returns>
    /// <exception cref="InputException">The pool is damaged, or has too few questions.</exception>
    public static SplitResult Add(DatasetFolder folder, VaryingShortcutOptions options)
    {
        (SplitResult split, _) = Make(folder, options, null);
        WriteSets(folder, split);
        folder.AddParts(split.Parts);
        folder.Note(DatasetResplit.SplitKey, Provenance(options));
        return split;
    }

    private static (SplitResult Split, ImageObjects? Objects) Make(DatasetFolder source, VaryingShortcutOptions options, string? objectsPath)
    {
        ImageObjects? objects = (objectsPath ?? source.ObjectsPath) is { } path ? ImageObjects.Read(path) : null;
        return (VaryingShortcutSplit.Make(DatasetResplit.PoolOf(source), objects, options, source.Path), objects);
    }

    private static void WriteSets(DatasetFolder target, SplitResult split)
    {
        foreach ((string part, ShortcutSets sets) in split.Shortcuts) sets.Write(target.ShortcutsPath(part));
        split.Report.Save(target.SplitPath);
    }

    private static string Provenance(VaryingShortcutOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"varying-shortcut, seed {options.Seed}, groups of {options.Thresholds.MinimumGroup}, " +
        $"entropy {options.Thresholds.Entropy}, tail {options.Thresholds.Tail}, train limit {options.TrainLimit}");
}
