using System.Globalization;
using Espalier.Data;
using Espalier.Numerics;

namespace Espalier.Splits;

/// <summary>
/// Keeps a published split, as of VQA-CP (Agrawal et al. 2018), and adds what it lacks to choose on without touching the test: a validation part of the same priors as
/// training, and, where the test has other priors, a validation part with other priors again.
/// </summary>
public static class PublishedSplit
{
    /// <summary>The share of train that becomes validation-id, after validation-ood was taken.</summary>
    public const double ValidationIdShare = 0.05;

    /// <summary>The share of train that becomes validation-ood.</summary>
    public const double ValidationOodShare = 0.12;

    private enum Stream : ulong { ValidationId, ValidationOod }

    /// <summary>The validation parts that <see cref="Write"/> would make: validation-ood where there is a test-ood and none yet, validation-id where there is none.</summary>
    /// <param name="source">The data set.</param>
    public static IReadOnlyList<string> Lacks(DatasetFolder source)
    {
        bool shifted = source.Parts.Contains(PartNames.TestOod) && !source.Parts.Contains(PartNames.ValidationOod);
        string[] wanted = shifted ? [PartNames.ValidationOod, PartNames.ValidationId] : [PartNames.ValidationId];
        return [.. wanted.Where(part => !source.Parts.Contains(part))];
    }

    /// <summary>
    /// Writes a data set with the source's test parts as they are. From its train part, validation-ood is made as VQA-CP's test is made from VQA (only
    /// where there is a test-ood, and no validation-ood yet), and then 5 % are held out as validation-id, by whole images.
    /// </summary>
    /// <param name="source">The data set; it stays as it is.</param>
    /// <param name="targetFolder">The new folder. It refers to the source's files by relative paths.</param>
    /// <param name="seed">Decides what is held out.</param>
    /// <returns>The new data set.</returns>
    /// <exception cref="InputException">The source is damaged, has no train part, or one too small to hold anything out.</exception>
    public static DatasetFolder Write(DatasetFolder source, string targetFolder, ulong seed)
    {
        if (!source.Parts.Contains(PartNames.Train))
        {
            throw new InputException(source.Path, "parts", $"no train part ({string.Join(", ", source.Parts)})",
                "a data set with a published split; a pool can be split by changing-prior");
        }
        IReadOnlyList<string> lacks = Lacks(source);
        IReadOnlyList<VqaExample> train = source.ReadPart(PartNames.Train).Examples;
        var random = new SplitMix(seed);
        List<VqaDataset> parts = [];
        if (lacks.Contains(PartNames.ValidationOod))
        {
            VqaDataset changing = ChangePriors(source, train, random.Fork((ulong)Stream.ValidationOod).Next());
            parts.Add(changing);
            train = Without(train, changing.Examples);
        }
        if (lacks.Contains(PartNames.ValidationId))
        {
            VqaDataset held = HoldOut(source, train, random.Fork((ulong)Stream.ValidationId));
            parts.Add(held);
            train = Without(train, held.Examples);
        }
        parts.Add(new VqaDataset(PartNames.Train, train));
        parts.AddRange(source.Parts.Where(name => name != PartNames.Train).Select(source.ReadPart));
        var target = DatasetFolder.Create(targetFolder, Derivation.Of(source, targetFolder, new Dictionary<string, string>
        {
            ["split"] = string.Create(CultureInfo.InvariantCulture, $"published, with {string.Join(" and ", lacks.DefaultIfEmpty("nothing"))} from train, seed {seed}"),
        }), parts);
        foreach (VqaDataset part in parts) source.ReadShortcuts(part)?.Write(target.ShortcutsPath(part.Name));
        return target;
    }

    private static VqaDataset ChangePriors(DatasetFolder source, IReadOnlyList<VqaExample> train, ulong seed)
    {
        ChangingPriorOptions options = new() { Seed = seed, TestShare = ValidationOodShare };
        VqaDataset pool = new(PartNames.Train, train);
        return ChangingPriorSplit.Make(pool, options, source.Path)[PartNames.TestOod] with { Name = PartNames.ValidationOod };
    }

    private static VqaDataset HoldOut(DatasetFolder source, IReadOnlyList<VqaExample> train, SplitMix random)
    {
        VqaExample[][] images = [.. train.GroupBy(example => example.ImageId).OrderBy(image => image.Key).Select(image => image.ToArray())];
        random.Shuffle<VqaExample[]>(images);
        List<VqaExample> held = [];
        foreach (VqaExample[] image in images)
        {
            if (held.Count + (image.Length / 2.0) <= train.Count * ValidationIdShare) held.AddRange(image);
        }
        return held.Count > 0 && held.Count < train.Count ? new VqaDataset(PartNames.ValidationId, [.. held.OrderBy(example => example.QuestionId)]) : throw new InputException(
            source.Path, PartNames.Train, $"{train.Count:N0} questions about {images.Length:N0} images", $"enough to hold out {ValidationIdShare:P0} by whole images");
    }

    /// <summary>What has not been taken, nor asks the same about the same image as something taken.</summary>
    private static IReadOnlyList<VqaExample> Without(IReadOnlyList<VqaExample> examples, IReadOnlyList<VqaExample> taken)
    {
        HashSet<(long, string)> asked = [.. taken.Select(Asked)];
        return [.. examples.Where(example => !asked.Contains(Asked(example)))];
    }

    private static (long Image, string Wording) Asked(VqaExample example) => (example.ImageId, example.Question.Trim().ToLowerInvariant());
}
