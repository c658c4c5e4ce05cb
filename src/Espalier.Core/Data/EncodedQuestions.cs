using Espalier.Features;
using Espalier.Text;

namespace Espalier.Data;

/// <summary>A data set made ready for training: numbers only, one array for each kind. Rows follow the data set's order.</summary>
public sealed class EncodedQuestions
{
    private EncodedQuestions(int count, int tokenLength)
    {
        (Count, TokenLength) = (count, tokenLength);
        (TokenIds, TokenCounts, ImageIndex) = (new int[checked(count * tokenLength)], new int[count], new int[count]);
        (Targets, HardLabels, BiasRow, QuestionIds) = (new AnswerScore[count][], new int[count], new int[count], new long[count]);
    }

    /// <summary>How many questions.</summary>
    public int Count { get; }

    /// <summary>T, tokens a question.</summary>
    public int TokenLength { get; }

    /// <summary>[Count, T] token ids, filled up with [PAD].</summary>
    public int[] TokenIds { get; }

    /// <summary>[Count] tokens to attend to; at least 1, so that a question without visible characters attends to one [PAD].</summary>
    public int[] TokenCounts { get; }

    /// <summary>[Count] indices into the region features.</summary>
    public int[] ImageIndex { get; }

    /// <summary>[Count] sparse soft targets; empty where no annotator's answer is in the vocabulary.</summary>
    public AnswerScore[][] Targets { get; }

    /// <summary>[Count] the answer with the greatest soft score (the lowest index of equals), or -1 where the target is empty.</summary>
    public int[] HardLabels { get; }

    /// <summary>[Count] rows in the answer priors.</summary>
    public int[] BiasRow { get; }

    /// <summary>[Count] question ids.</summary>
    public long[] QuestionIds { get; }

    /// <summary>Encodes a data set.</summary>
    /// <exception cref="InputException">Images have no features; the message lists the first few and tells how many.</exception>
    public static EncodedQuestions Encode(
        VqaDataset dataset,
        WordPieceTokenizer tokenizer,
        EncodingOptions options,
        AnswerVocabulary vocabulary,
        AnswerPriors priors,
        IRegionFeatures features,
        SoftTargetForm form)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(priors.AnswerCount, vocabulary.Count);
        int length = options.Length;
        EncodedQuestions encoded = new(dataset.Examples.Count, length);
        SortedSet<long> missing = [];
        for (int i = 0; i < encoded.Count; i++)
        {
            VqaExample example = dataset.Examples[i];
            int tokens = tokenizer.Encode(example.Question, encoded.TokenIds.AsSpan(i * length, length), options.Form);
            encoded.TokenCounts[i] = Math.Max(tokens, 1);
            if (!features.TryFind(example.ImageId, out encoded.ImageIndex[i])) missing.Add(example.ImageId);
            encoded.Targets[i] = SoftTargets.For(example, vocabulary, form);
            encoded.HardLabels[i] = SoftTargets.Best(encoded.Targets[i]);
            encoded.BiasRow[i] = priors.IndexOf(example.QuestionType);
            encoded.QuestionIds[i] = example.QuestionId;
        }
        return missing.Count == 0 ? encoded : throw new InputException(
            dataset.Name, "images", $"{missing.Count:N0} images without region features: {Ids.List(missing)}", "features for every image");
    }
}
