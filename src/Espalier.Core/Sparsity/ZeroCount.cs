namespace Espalier.Sparsity;

/// <summary>How many weights of a matrix a sparsity makes zero: floor(n s), as in the published code of Si et al. 2023.</summary>
public static class ZeroCount
{
    /// <summary>
    /// floor(count * sparsity), computed on the decimal number that the user wrote (to 15 significant digits). In binary
    /// floating point 100 * 0.29 is 28.999..., and would lose a zero that was asked for.
    /// </summary>
    /// <param name="count">The weights, not negative.</param>
    /// <param name="sparsity">The fraction of zeros, 0 to 1.</param>
    /// <returns>0 to <paramref name="count"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of range or not a number.</exception>
    public static long Of(long count, double sparsity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireSparsity(sparsity);
        // Converting to decimal rounds to 15 digits, which recovers what was written.
        return (long)decimal.Floor(count * (decimal)sparsity);
    }

    internal static void RequireSparsity(double sparsity)
    {
        if (!(sparsity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "A sparsity is a fraction of zeros, 0 to 1.");
    }
}
