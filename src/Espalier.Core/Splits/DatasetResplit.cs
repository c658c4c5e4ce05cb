using System.Globalization;
using Espalier.Data;
using Espalier.Numerics;

namespace Espalier.Splits;

/// <summary>Makes a prepared data set with changing answer priors (Agrawal et al. 2018) out of another one, whose pictures, features and vocabulary it shares.</summary>
public static class DatasetResplit
{
    internal const string SplitKey = "split";
    private const string Pool = "pool";

    // Apart from the streams of the split itself, which number from 0.
    private const ulong LimitStream = 1000;

    /// <summary>Pools the source's questions (its part "pool", or else all parts), splits them, and writes the five parts and split.json.</summary>
    /// <param name="source">The data set to take apart; it stays as it is.</param>
    /// <param name="targetFolder">The new folder. It refers to the source's files by relative paths.</param>
    /// <param name="options">How to split.</param>
    /// <param name="trainLimit">Train questions to keep, chosen by the seed; 0 keeps all.</param>
    /// <returns>The parts as written, and what the split did to them.</returns>
    /// <exception cref="InputException">The source is damaged, or has too few questions for the split or the limit.</exception>
    public static SplitResult Write(DatasetFolder source, string targetFolder, ChangingPriorOptions options, int trainLimit)
    {
        SplitResult split = Make(source, options, trainLimit);
        DatasetFolder target = DatasetFolder.Create(targetFolder,
            Derivation.Of(source, targetFolder, new Dictionary<string, string> { [SplitKey] = Provenance(options, trainLimit) }), split.Parts);
        split.Report.Save(target.SplitPath);
        return split;
    }

    /// <summary>Splits as <see cref="Write"/> does, and puts the parts beside the pool that they are made of.</summary>
    /// <param name="folder">Gets the five parts and split.json; its part "pool" stays.</param>
    /// <param name="options">How to split.</param>
    /// <param name="trainLimit">Train questions to keep; 0 keeps all.</param>
    /// <returns>The parts as written, and what the split did to them.</returns>
    /// <exception cref="InputException">The pool is damaged, or has too few questions.</exception>
    public static SplitResult Add(DatasetFolder folder, ChangingPriorOptions options, int trainLimit)
    {
        SplitResult split = Make(folder, options, trainLimit);
        split.Report.Save(folder.SplitPath);
        folder.AddParts(split.Parts);
        folder.Note(SplitKey, Provenance(options, trainLimit));
        return split;
    }

    private static SplitResult Make(DatasetFolder source, ChangingPriorOptions options, int trainLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainLimit);
        VqaDataset pool = PoolOf(source);
        SplitResult split = ChangingPriorSplit.Make(pool, options, source.Path);
        return trainLimit > 0 ? Limit(split, pool, options, trainLimit, source.Path) : split;
    }

    private static string Provenance(ChangingPriorOptions options, int trainLimit) => string.Create(
        CultureInfo.InvariantCulture, $"changing-prior, seed {options.Seed}, crossing {options.CrossingShare}, test share {options.TestShare:0.###}, train limit {trainLimit}");

    /// <summary>All questions, ordered by id. A question that several parts share (as VQA-VS's test sets do) counts once.</summary>
    internal static VqaDataset PoolOf(DatasetFolder source)
    {
        if (source.Parts.Contains(Pool)) return source.ReadPart(Pool);
        Dictionary<long, VqaExample> examples = [];
        foreach (string part in source.Parts)
        {
            foreach (VqaExample example in source.ReadPart(part).Examples)
            {
                if (examples.TryAdd(example.QuestionId, example)) continue;
                VqaExample known = examples[example.QuestionId];
                if (known.ImageId != example.ImageId || known.Question != example.Question)
                    throw new InputException(source.Path, $"part {part}", $"another question under the id {example.QuestionId}", "one question for each id in all parts");
            }
        }
        return new VqaDataset(Pool, [.. examples.Values.OrderBy(example => example.QuestionId)]);
    }

    private static SplitResult Limit(SplitResult split, VqaDataset pool, ChangingPriorOptions options, int limit, string source)
    {
        VqaExample[] train = [.. split[PartNames.Train].Examples];
        if (train.Length < limit)
            throw new InputException(source, PartNames.Train, $"{train.Length:N0} questions after the split", $"at least {limit:N0}, as were asked for");
        new SplitMix(options.Seed).Fork(LimitStream).Shuffle<VqaExample>(train);
        VqaDataset kept = new(PartNames.Train, [.. train.Take(limit).OrderBy(example => example.QuestionId)]);
        VqaDataset[] parts = [.. split.Parts.Select(part => part.Name == PartNames.Train ? kept : part)];

        var labelled = LabelledPool.Of(pool);
        Dictionary<long, int> indices = labelled.Examples.Index().ToDictionary(entry => entry.Item.QuestionId, entry => entry.Index);
        Dictionary<string, int[]> members = parts.ToDictionary(part => part.Name, part => part.Examples.Select(example => indices[example.QuestionId]).ToArray());
        return new SplitResult(parts, SplitReportBuilder.Build(labelled, members, options));
    }
}
