using Espalier.Kernels.Matrices;

namespace Espalier.Tests.Kernels;

/// <summary>What a packed matrix takes, and how its work is shared out.</summary>
public sealed class PackingTests
{
    [Fact]
    public void Only_kept_weights_are_stored()
    {
        float[] dense = Reference.Sparse(300, 500, 0.9, 1);
        SparseMatrix matrix = SparsePacker.Pack(dense, 300, 500);
        int kept = dense.Length - dense.Count(value => value == 0);
        Assert.Equal(kept, matrix.Work);
        Assert.Equal(dense.Where(value => value != 0).Order(), matrix.Values.Order());
        Assert.InRange(matrix.ByteLength, 5L * kept, 6L * kept);
    }

    [Fact]
    public void Bands_have_equal_shares_of_the_work_where_rows_do_not()
    {
        // The first rows keep all, the last ones a twentieth.
        float[] dense = [.. Reference.Sparse(100, 768, 0, 1), .. Reference.Sparse(668, 768, 0.95, 2)];
        SparseMatrix matrix = SparsePacker.Pack(dense, 768, 768);
        long[] work = [.. Enumerable.Range(0, matrix.Bands).Select(band =>
        {
            (int first, int count) = matrix.RowsOf(band);
            return (long)dense.AsSpan(first * 768, count * 768).ToArray().Count(value => value != 0);
        })];
        Assert.True(work.Length >= PackedMatrix.FewestBands);
        Assert.InRange(work.Max(), work.Average(), 1.3 * work.Average());
    }

    [Fact]
    public void A_band_has_no_more_rows_than_it_can_number()
    {
        // The first rows keep a weight and are twice the work: by work alone a band of the others would have 72,000.
        const int rows = 300_000, kept = 60_000;
        float[] dense = [.. Enumerable.Range(0, rows).Select(row => row < kept ? row + 1f : 0)];
        SparseMatrix matrix = SparsePacker.Pack(dense, rows, 1);
        (int First, int Count)[] bands = [.. Enumerable.Range(0, matrix.Bands).Select(matrix.RowsOf)];
        Assert.Equal(rows, bands.Sum(band => band.Count));
        Assert.All(bands, band => Assert.InRange(band.Count, 1, ushort.MaxValue));
        Assert.Equal(dense.Take(kept), matrix.Values);
    }

    [Fact]
    public void Numbers_that_are_no_matrix_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SparsePacker.Pack(new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => new DenseMatrix(new float[5], 2, 3));
    }
}
