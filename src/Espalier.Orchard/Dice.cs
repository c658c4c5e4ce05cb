using Espalier.Numerics;

namespace Espalier.Orchard;

/// <summary>A stream of random choices that is the same on every machine.</summary>
internal sealed class Dice(ulong seed)
{
    private readonly SplitMix random = new(seed);

    /// <summary>A stream for one image of one part, independent of all others and of the order in which they are drawn.</summary>
    internal static Dice For(ulong seed, ulong purpose, long image) => new(SplitMix.Hash(SplitMix.Hash(seed, purpose), (ulong)image));

    internal int Below(int count) => random.Below(count);

    internal bool Chance(double probability) => random.Unit() < probability;

    internal float Between(float low, float high) => low + ((high - low) * (float)random.Unit());

    internal T Pick<T>(IReadOnlyList<T> items) => items[random.Below(items.Count)];

    /// <summary>Picks an index with probability proportional to its weight.</summary>
    internal int Weighted(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights) total += weight;
        double point = random.Unit() * total;
        for (int i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0) return i;
        }
        return weights.Length - 1;
    }

    internal void Shuffle<T>(Span<T> items) => random.Shuffle(items);
}
