using Espalier.Text;

namespace Espalier.Data;

/// <summary>Answers as a generative model writes them: [CLS], the word pieces, [SEP] and once more [SEP], as the reference forms them (Si et al. 2023, code).</summary>
public sealed class AnswerSequences
{
    private AnswerSequences(long[] ids, int count) => (Ids, Count, Length) = (ids, count, ids.Length / Math.Max(count, 1));

    /// <summary>[Count, Length] word pieces, filled up with 0.</summary>
    public long[] Ids { get; }

    /// <summary>How many answers.</summary>
    public int Count { get; }

    /// <summary>Word pieces of the longest, special ones included.</summary>
    public int Length { get; }

    /// <summary>Writes out answers.</summary>
    /// <param name="answers">At least one.</param>
    /// <param name="tokenizer">Makes word pieces; fills up with 0.</param>
    /// <param name="longest">Word pieces after which an answer is cut, special ones included; at least 4.</param>
    public static AnswerSequences Of(IReadOnlyList<string> answers, WordPieceTokenizer tokenizer, int longest = 16)
    {
        ArgumentOutOfRangeException.ThrowIfZero(answers.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 4);
        int[][] all = [.. answers.Select(answer => Encode(answer, tokenizer, longest))];
        int length = all.Max(ids => ids.Length);
        long[] rows = new long[answers.Count * length];
        for (int i = 0; i < all.Length; i++)
        {
            for (int t = 0; t < all[i].Length; t++) rows[(i * length) + t] = all[i][t];
        }
        return new AnswerSequences(rows, answers.Count);
    }

    /// <summary>Writes out the answers of a vocabulary, in its order.</summary>
    public static AnswerSequences Of(AnswerVocabulary vocabulary, WordPieceTokenizer tokenizer) =>
        Of([.. Enumerable.Range(0, vocabulary.Count).Select(i => vocabulary[i])], tokenizer);

    /// <summary>Takes over answers that are written out already.</summary>
    /// <param name="ids">[count, any] word pieces, filled up with 0.</param>
    /// <param name="count">How many answers.</param>
    public static AnswerSequences OfIds(long[] ids, int count) => new(ids, count);

    private static int[] Encode(string answer, WordPieceTokenizer tokenizer, int longest)
    {
        int[] ids = new int[longest - 1];
        int count = tokenizer.Encode(answer, ids, EncodingForm.Standard);
        return [.. ids.AsSpan(0, count), tokenizer.SeparatorId];
    }
}
