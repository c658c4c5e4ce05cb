namespace Espalier.Sparsity;

/// <summary>The masks of a subnetwork, m of Si et al. 2023, eq. 9.</summary>
public sealed class MaskSet
{
    private readonly OrderedDictionary<string, MatrixMask> _masks = new(StringComparer.Ordinal);

    /// <summary>Collects masks.</summary>
    /// <param name="masks">The masks, in the order in which they are to be kept.</param>
    /// <param name="metadata">What else is to be said about them, as text.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public MaskSet(IEnumerable<MatrixMask> masks, IReadOnlyDictionary<string, string>? metadata = null)
    {
        foreach (MatrixMask mask in masks) _masks.Add(mask.Name, mask);
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>The masks by the names of their weights.</summary>
    public IReadOnlyDictionary<string, MatrixMask> Masks => _masks;

    /// <summary>Weights of all matrices.</summary>
    public long Count => _masks.Values.Sum(mask => (long)mask.Bits.Length);

    /// <summary>The fraction of these weights that are pruned; 0 where there are none.</summary>
    public double Sparsity => Count == 0 ? 0 : (double)_masks.Values.Sum(mask => (long)mask.Bits.Zeros) / Count;

    /// <summary>What else the file says about them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// How similar two sets are (Si et al. 2023, code): the mean over the matrices of |A and B| / |A or B|, where |.| counts kept weights; 1 for a matrix in which
    /// neither keeps any.
    /// </summary>
    /// <exception cref="ArgumentException">The sets are not about the same matrices.</exception>
    public static double Similarity(MaskSet first, MaskSet second)
    {
        if (first._masks.Count == 0 || first._masks.Count != second._masks.Count || !first._masks.Keys.All(second._masks.ContainsKey))
            throw new ArgumentException("The two sets of masks are not about the same matrices.");
        return first._masks.Values.Average(mask =>
        {
            BitMask other = second._masks[mask.Name].Bits;
            int either = BitMask.CountEither(mask.Bits, other);
            return either == 0 ? 1 : (double)BitMask.CountBoth(mask.Bits, other) / either;
        });
    }
}
