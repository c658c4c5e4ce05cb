namespace Espalier.Numerics;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a small deterministic generator whose numbers depend on nothing but the seed, unlike those of
/// <see cref="Random"/>, which may change between versions. Not for secrets.
/// </summary>
/// <param name="seed">Any value; near seeds give unrelated sequences.</param>
public sealed class SplitMix(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = seed;
    private double _spareGaussian = double.NaN;

    /// <summary>64 random bits that mix a seed with a value: the seed of the value's own sequence.</summary>
    /// <param name="seed">The common seed.</param>
    /// <param name="value">A counter, an id, another hash.</param>
    public static ulong Hash(ulong seed, ulong value) => Mix(Mix(seed + Golden) + ((value + 1) * Golden));

    /// <summary>A generator for a part of the work, which does not move this one.</summary>
    /// <param name="stream">The number of the part.</param>
    public SplitMix Fork(ulong stream) => new(Hash(_state, stream));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>A number from 0 to <paramref name="n"/> - 1, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is not positive.</exception>
    public int Below(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        // Lemire 2019: the upper half of a product is uniform once the few lower halves that would favour some results are drawn again.
        ulong refused = (0UL - (uint)n) % (uint)n;
        ulong lower;
        ulong upper;
        do upper = Math.BigMul(Next(), (uint)n, out lower);
        while (lower < refused);
        return (int)upper;
    }

    /// <summary>A number of at least 0 and below 1, a multiple of 2^-53.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from the normal distribution with mean 0 and deviation 1, by Marsaglia's polar method.</summary>
    public double Gaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            double spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }
        double x, y, square;
        do
        {
            (x, y) = ((2 * Unit()) - 1, (2 * Unit()) - 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = y * factor;
        return x * factor;
    }

    /// <summary>Puts the elements in a random order, each equally likely.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
