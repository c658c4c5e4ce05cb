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
    public void A_matrix_of_more_rows_than_a_band_can_number_is_packed()
    {
        const int rows = 70_000;
        float[] dense = new float[rows];
        dense[0] = 1;
        dense[^1] = 2;
        SparseMatrix matrix = SparsePacker.Pack(dense, rows, 1);
        Assert.Equal(rows, Enumerable.Range(0, matrix.Bands).Sum(band => matrix.RowsOf(band).Count));
        Assert.All(Enumerable.Range(0, matrix.Bands), band => Assert.InRange(matrix.RowsOf(band).Count, 1, ushort.MaxValue));
        Assert.Equal([1f, 2f], matrix.Values);
    }

    [Fact]
    public void Numbers_that_are_no_matrix_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SparsePacker.Pack(new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => new DenseMatrix(new float[5], 2, 3));
    }
}
