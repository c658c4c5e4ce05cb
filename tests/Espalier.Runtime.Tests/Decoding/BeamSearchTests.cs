using Espalier.Decoding;
using Espalier.Numerics;

namespace Espalier.Tests.Decoding;

public sealed class BeamSearchTests
{
    private const int Vocabulary = 4, Padding = 0, End = 1, Start = 2;

    // More beams than there are unfinished answers: nothing is lost.
    private static readonly BeamOptions Wide = new() { Beams = 27, Longest = 3, Start = Start, End = End, LengthExponent = 0 };

    [Fact]
    public void Without_a_length_penalty_and_with_enough_beams_it_finds_what_an_exhaustive_search_finds()
    {
        HashSet<int> lengths = [];
        for (int seed = 0; seed < 200; seed++)
        {
            float[] Logits(ReadOnlySpan<long> answer) => Drawn(seed, answer);
            for (int shortest = 0; shortest < 3; shortest++)
            {
                (long[] ids, double likelihood) = Exhaustive([Start], 0, shortest, Logits);
                GeneratedAnswer found = BeamSearch.Run(1, Wide with { Shortest = shortest }, Rows(Logits))[0];
                Assert.Equal(ids, found.Ids);
                Assert.Equal(likelihood, found.Score, 1e-4);
                lengths.Add(ids.Length);
            }
        }
        Assert.Equal([2, 3, 4], lengths.Order());
    }

    [Theory]
    [InlineData(0, new long[] { Start, 3, End })]
    [InlineData(2, new long[] { Start, 3, 3, 3 })]
    public void A_length_penalty_prefers_longer_answers(double exponent, long[] expected)
    {
        // After the first piece the end is not quite as likely as another, which is followed by one that is nearly certain.
        static float[] Logits(ReadOnlySpan<long> answer) => answer.Length switch { 2 => [-50, 0, -50, 0.1f], 3 => [-50, 0, -50, 1.5f], _ => [-50, -50, -50, 0] };

        GeneratedAnswer found = BeamSearch.Run(1, Wide with { LengthExponent = exponent }, Rows(Logits))[0];

        double likelihood = expected[^1] == End ? -Math.Log(1 + Math.Exp(0.1)) : -Math.Log(1 + Math.Exp(-0.1)) - Math.Log(1 + Math.Exp(-1.5));
        Assert.Equal(expected, found.Ids);
        Assert.Equal(likelihood / Math.Pow((5.0 + expected.Length - 1) / 6, exponent), found.Score, 1e-4);
    }

    [Fact]
    public void Of_equally_likely_answers_the_first_pieces_of_the_vocabulary_win()
    {
        GeneratedAnswer found = BeamSearch.Run(1, Wide with { Beams = 2, Longest = 2, Start = 1, End = 3 }, Rows(_ => new float[Vocabulary]))[0];

        Assert.Equal([1, 1, 1], found.Ids);
    }

    [Fact]
    public void A_model_that_is_stopped_stops_the_search()
    {
        using CancellationTokenSource stop = new();
        int calls = 0;
        BeamSearch.NextPiece next = Rows(_ => [-50, -50, 0, 0]);

        Assert.Throws<OperationCanceledException>(() => BeamSearch.Run(1, Wide, (ids, length) =>
        {
            if (++calls == 2) stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return next(ids, length);
        }));
        Assert.Equal(2, calls);
    }

    private delegate float[] Following(ReadOnlySpan<long> answer);

    private static BeamSearch.NextPiece Rows(Following logits) =>
        (ids, length) => [.. Enumerable.Range(0, ids.Length / length).SelectMany(row => logits(ids.AsSpan(row * length, length)))];

    private static float[] Drawn(int seed, ReadOnlySpan<long> answer)
    {
        int place = seed;
        foreach (long id in answer) place = (place * Vocabulary) + (int)id;
        SplitMix random = new((ulong)place);
        return [.. Enumerable.Range(0, Vocabulary).Select(_ => random.Below(4_000) / 1_000f)];
    }

    private static (long[] Ids, double Likelihood) Exhaustive(long[] answer, double likelihood, int shortest, Following logits)
    {
        if (answer[^1] == End || answer.Length > Wide.Longest) return (answer, likelihood);
        float[] next = logits(answer);
        double all = Math.Log(next.Sum(logit => Math.Exp(logit)));
        return Enumerable.Range(0, Vocabulary).Where(piece => piece != Padding && (piece != End || answer.Length > shortest))
            .Select(piece => Exhaustive([.. answer, piece], likelihood + next[piece] - all, shortest, logits)).MaxBy(found => found.Likelihood);
    }
}
