using System.Runtime.CompilerServices;

namespace Espalier.Sparsity;

/// <summary>
/// The search for the value of a rank among many integers, digit by digit: count the values by their upper 11 bits, keep the bin
/// that holds the rank, count what is in it by the next 11 bits, then by the last 10. Three passes, whatever the values.
/// </summary>
internal ref struct RadixSearch
{
    private const int DigitBits = 11;

    private readonly Span<long> _counts;
    private int _shift = 32;
    private ulong _above;

    /// <summary>Starts a search.</summary>
    /// <param name="rank">The rank that is sought, from 1.</param>
    /// <param name="counts">Working space, <see cref="Bins"/> numbers.</param>
    public RadixSearch(long rank, Span<long> counts)
    {
        Rank = rank;
        _counts = counts;
    }

    /// <summary>The working space that a search needs.</summary>
    public static int Bins => 1 << DigitBits;

    /// <summary>The rank among the values that share the digits found so far; at the end, among the equal values.</summary>
    public long Rank { get; private set; }

    /// <summary>How many values share the digits found so far; at the end, how many equal the value.</summary>
    public long Sharing { get; private set; }

    /// <summary>The value, once all digits are found.</summary>
    public readonly uint Value => (uint)_above;

    /// <summary>Begins the next digit; false if all are found.</summary>
    public bool MoveNext()
    {
        if (_shift == 0) return false;
        int bits = Math.Min(DigitBits, _shift);
        _shift -= bits;
        _above <<= bits;
        _counts.Clear();
        return true;
    }

    /// <summary>Counts a value in the present digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Count(uint value)
    {
        // What is left after removing the digits found is the present digit, or huge if the value lies in another bin.
        ulong digit = (value >> _shift) - _above;
        if (digit < (ulong)_counts.Length) _counts[(int)digit]++;
    }

    /// <summary>Fixes the present digit, all values having been counted.</summary>
    public void Narrow()
    {
        int digit = 0;
        while (Rank > _counts[digit]) Rank -= _counts[digit++];
        Sharing = _counts[digit];
        _above += (uint)digit;
    }
}
