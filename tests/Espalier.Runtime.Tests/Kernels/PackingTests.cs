using Espalier.Checkpoints;
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
        Assert.Equal(dense.Where(value => value != 0).Order(), matrix.Values.Floats.ToArray().Where(value => value != 0).Order());
        // Zeros fill the strips of rows that do not keep equally many.
        Assert.InRange(matrix.Lists.Length, kept, 1.05 * kept);
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
        // The first rows keep all of a block, the others nothing, which is the least work: bands of these are the largest that there can be.
        const int kept = 20_000, rows = kept + 30_000, columns = PackedMatrix.BlockColumns;
        float[] dense = new float[rows * columns];
        dense.AsSpan(0, kept * columns).Fill(1);
        SparseMatrix matrix = SparsePacker.Pack(dense, rows, columns);
        (int First, int Count)[] bands = [.. Enumerable.Range(0, matrix.Bands).Select(matrix.RowsOf)];
        Assert.Equal(rows, bands.Sum(band => band.Count));
        Assert.All(bands, band => Assert.InRange(band.Count, 1, (129 * PackedMatrix.BandRows) + 1));
        Assert.InRange(bands.Max(band => band.Count), 10 * PackedMatrix.BandRows, ushort.MaxValue);
        Assert.Equal(kept * columns, matrix.Values.Floats.Length);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void Four_rows_stand_interleaved_and_what_is_left_behind_them(int rows)
    {
        // Row i keeps i + 1 weights, which are numbered by row and place.
        float[] dense = new float[rows * 20];
        for (int row = 0; row < rows; row++)
        {
            for (int place = 0; place <= row; place++) dense[(row * 20) + (2 * place)] = (100 * row) + place + 1;
        }
        SparseMatrix matrix = SparsePacker.Pack(dense, rows, 20);
        Assert.Equal(1, matrix.Bands);
        Assert.Equal((rows / 4, rows % 4), (matrix.Lists.Listed[0].Strips, matrix.Lists.Listed[0].Singles));
        Assert.Equal(Enumerable.Range(0, rows).Reverse(), matrix.Lists.RowsInBand.Select(row => (int)row));
        int next = 0;
        for (int first = 0, length = 0; first < rows; length++)
        {
            int together = rows - first >= 4 ? 4 : 1;
            for (int place = 0; place < matrix.Lists.Lengths[length]; place++)
            {
                for (int row = rows - 1 - first; row > rows - 1 - first - together; row--, next++)
                {
                    bool kept = place <= row;
                    Assert.Equal(kept ? (100 * row) + place + 1 : 0, matrix.Values.Floats[next]);
                    Assert.Equal(kept ? 2 * place : 0, matrix.ColumnsInBlock[next]);
                }
            }
            first += together;
        }
        Assert.Equal(next, matrix.Values.Floats.Length);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(9, 300, 0.5)]
    [InlineData(300, 500, 0.9)]
    [InlineData(2_000, 260, 0.995)]
    public void The_places_of_a_row_are_those_that_all_rows_are_gone_through_by(int rows, int columns, double sparsity)
    {
        StripOrder order = SparsePacker.Order(Reference.Sparse(rows, columns, sparsity, 1), rows, columns);
        List<StripPlace> all = [];
        foreach (StripPlace place in order) all.Add(place);
        List<StripPlace> found = [];
        for (int row = 0; row < rows; row++)
        {
            foreach (StripPlace place in order.PlacesOf(row)) found.Add(place);
        }
        Assert.Equal(all.OrderBy(place => place.Row).ThenBy(place => place.Block), found);
    }

    [Fact]
    public void Numbers_that_are_no_matrix_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SparsePacker.Pack(new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => new DenseMatrix(new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => new NarrowMatrix(new NarrowRows(TensorType.BF16, new byte[11], []), 2, 3));
        Assert.Throws<ArgumentException>(() => new NarrowMatrix(new NarrowRows(TensorType.F32, new byte[24], []), 2, 3));
        Assert.Throws<ArgumentException>(() => new NarrowMatrix(new NarrowRows(TensorType.I8, new byte[6], new float[3]), 2, 3));
    }
}
