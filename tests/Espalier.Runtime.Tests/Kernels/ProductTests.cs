using CsCheck;
using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Tests.Kernels;

/// <summary>Products of packed matrices and panels are those of the plain reference, on every kind of registers.</summary>
public sealed class ProductTests
{
    // A sum's error grows with its length; each product and each sum is rounded to 6e-8.
    private const double Tolerance = 2e-6;

    public static IEnumerable<TheoryDataRow<string>> Sets => KernelSets.Names;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_width_of_a_panel_is_right(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        for (int width = kernels.Granule; width <= kernels.WidestPanel; width += kernels.Granule)
        {
            Check(kernels, 37, 300, 0.6, width, seed: (ulong)width);
            Check(kernels, 128, 130, 0.9, width, seed: (ulong)width);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Odd_sizes_are_right_at_any_sparsity(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 400], Gen.Int[0, 20], Gen.Int[1, 64], Gen.ULong).Sample(
            (rows, columns, twentieths, granules, seed) =>
            {
                int width = kernels.Granule * (1 + (granules % (kernels.WidestPanel / kernels.Granule)));
                Check(kernels, rows, columns, twentieths / 20.0, width, seed);
            },
            iter: 150);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Matrices_with_nothing_or_everything_kept_are_right(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        foreach (double sparsity in (double[])[0, 1]) Check(kernels, 50, 257, sparsity, kernels.WidestPanel, seed: 1);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Rows_and_blocks_without_weights_add_nothing(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        float[] dense = Reference.Random(40 * 400, 3);
        for (int row = 0; row < 40; row++)
        {
            if (row % 3 == 0) dense.AsSpan(row * 400, 400).Clear();
            else dense.AsSpan((row * 400) + 128, 128).Clear();
        }
        Check(kernels, dense, 40, 400, kernels.Granule, seed: 4);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Rows_may_be_in_any_bands(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        const int rows = 70, columns = 300;
        float[] dense = Reference.Sparse(rows, columns, 0.8, 1), x = Reference.Random(columns * kernels.WidestPanel, 2), y = Reference.Random(rows * kernels.WidestPanel, 3);
        byte[] kept = [.. dense.Chunk(columns).SelectMany(row => row.Chunk(PackedMatrix.BlockColumns)).Select(block => (byte)block.Count(weight => weight != 0))];
        foreach (int[] bands in (int[][])[[.. Enumerable.Range(0, rows)], [0], [0, 1, 5, 69]])
        {
            StripOrder order = new(columns, kept, bands);
            foreach ((SparseMatrix matrix, float[] weights) in ((SparseMatrix, float[])[])
                [(SparsePacker.Pack(dense, order), dense), NarrowStrips.Of(dense, order, TensorType.BF16), NarrowStrips.Of(dense, order, TensorType.I8)])
            {
                Assert.Equal(bands.Length, matrix.Bands);
                (double[] sums, double[] sizes) = Reference.Product(weights, rows, columns, x, y, kernels.WidestPanel);
                Reference.AssertClose(sums, sizes, Product(kernels, matrix, x, y, kernels.WidestPanel), Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Small_matrices_may_lie_either_way(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        const int rows = 21, columns = 13;
        float[] a = Reference.Random(rows * columns, 5), turned = new float[a.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) turned[(column * rows) + row] = a[(row * columns) + column];
        }
        for (int width = kernels.Granule; width <= kernels.WidestPanel; width += kernels.Granule)
        {
            float[] x = Reference.Random(columns * width, 6), y = Reference.Random(rows * width, 7), z = [.. y];
            (double[] sums, double[] sizes) = Reference.Product(a, rows, columns, x, y, width);
            kernels.AddProduct(a, columns, 1, x, y, width);
            Reference.AssertClose(sums, sizes, y, Tolerance);
            kernels.AddProduct(turned, 1, rows, x, z, width);
            Reference.AssertClose(sums, sizes, z, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Panels_that_do_not_fit_are_refused(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        SparseMatrix matrix = SparsePacker.Pack([1, 0, 0, 2], 2, 2);
        int width = kernels.Granule;
        AlignedMemory memory = new(matrix.Lists.Length);
        matrix.Values.Floats.CopyTo(memory.Span);
        ReadOnlySpan<float> weights = memory.Span;
        kernels.AddSparse(matrix, 0, 0, weights, new float[2 * width], new float[2 * width], width, isNew: true);
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 0, 1, memory.Span, [], new float[2 * width], width, isNew: true));
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 1, 0, memory.Span, new float[2 * width], [], width, isNew: true));
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 0, 0, memory.Span, new float[width], new float[2 * width], width, isNew: true));
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 0, 0, memory.Span, new float[2 * width], new float[width], width, isNew: true));
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 0, 0, memory.Span[1..], new float[2 * width], new float[2 * width], width, isNew: true));
        Assert.Throws<ArgumentException>(() => kernels.AddSparse(matrix, 0, 0, memory.Span, new float[2], new float[2], 1, isNew: true));
        (NarrowRows narrow, _) = NarrowRows.Of([1, 0, 0, 2], 2, TensorType.BF16);
        foreach (PackedMatrix any in (PackedMatrix[])[matrix, new DenseMatrix([1, 0, 0, 2], 2, 2), new NarrowMatrix(narrow, 2, 2)])
        {
            foreach ((int inputs, int outputs, int columns, int room) in ((int, int, int, int)[])[(3, 2, width, 0), (2, 3, width, 0), (2, 2, 2 * width, 0), (2, 2, width, -1)])
            {
                if (any.Room + room < 0) continue;
                Assert.Throws<ArgumentException>(() => any.AddProduct(
                    kernels, 0, new Panels(new float[inputs * width], kernels.Layout(width), inputs), new Panels(new float[outputs * columns], kernels.Layout(columns), outputs), 0, 1, new float[any.Room + room]));
            }
            foreach ((int band, int panel, int panels) in ((int, int, int)[])[(any.Bands, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 1, 1), (0, 0, 2), (0, 0, -1)])
            {
                Assert.Throws<ArgumentException>(() => any.AddProduct(
                    kernels, band, new Panels(new float[2 * width], kernels.Layout(width), 2), new Panels(new float[2 * width], kernels.Layout(width), 2), panel, panels, new float[any.Room]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Narrow_weights_are_multiplied_as_what_they_stand_for(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        for (int width = kernels.Granule; width <= kernels.WidestPanel; width += kernels.Granule)
        {
            foreach ((int rows, int columns) in ((int, int)[])[(37, 300), (6, 5), (90, 128)])
            {
                foreach (TensorType type in (TensorType[])[TensorType.BF16, TensorType.I8])
                {
                    (SparseMatrix matrix, float[] dense) = NarrowStrips.Of(Reference.Sparse(rows, columns, 0.7, (ulong)width), rows, columns, type);
                    float[] x = Reference.Random(columns * width, 1), y = Reference.Random(rows * width, 2);
                    (double[] sums, double[] sizes) = Reference.Product(dense, rows, columns, x, y, width);
                    Reference.AssertClose(sums, sizes, Product(kernels, matrix, x, y, width), Tolerance);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Narrow_weights_with_their_zeros_are_multiplied_as_what_they_stand_for(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        foreach (TensorType type in (TensorType[])[TensorType.BF16, TensorType.I8])
        {
            foreach ((int rows, int columns) in ((int, int)[])[(37, 300), (6, 5), (90, 128), (1, 1)])
            {
                for (int width = kernels.Granule; width <= kernels.WidestPanel; width += kernels.Granule)
                {
                    (NarrowRows values, float[] dense) = NarrowRows.Of(Reference.Random(rows * columns, (ulong)width), columns, type);
                    float[] x = Reference.Random(columns * width, 1), y = Reference.Random(rows * width, 2);
                    foreach (float factor in (float[])[1, -0.7f])
                    {
                        (double[] sums, double[] sizes) = Reference.Product([.. dense.Select(weight => factor * weight)], rows, columns, x, y, width);
                        Reference.AssertClose(sums, sizes, Product(kernels, new NarrowMatrix(values, rows, columns, factor), x, y, width), Tolerance);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Panels_may_be_multiplied_by_groups(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        const int rows = 770, inputs = 150;
        // Of four panels one is narrower.
        int columns = (4 * kernels.WidestPanel) - (2 * kernels.Granule) + 1;
        PanelLayout layout = kernels.Layout(columns);
        Assert.Equal((4, true), (layout.Panels, layout.Width(3) > layout.Width(0)));
        float[] weights = Reference.Sparse(rows, inputs, 0.6, 1), x = Reference.Random(inputs * columns, 2), y = Reference.Random(rows * columns, 3);
        (NarrowRows values, float[] rounded) = NarrowRows.Of(weights, inputs, TensorType.BF16);
        (SparseMatrix strips, float[] scaled) = NarrowStrips.Of(weights, rows, inputs, TensorType.I8);
        foreach ((PackedMatrix matrix, float[] dense) in ((PackedMatrix, float[])[])
            [(SparsePacker.Pack(weights, rows, inputs), weights), (new DenseMatrix(weights, rows, inputs), weights), (new NarrowMatrix(values, rows, inputs), rounded), (strips, scaled)])
        {
            (double[] sums, double[] sizes) = Reference.Product(dense, rows, inputs, x, y, columns);
            Panels from = new(new float[inputs * layout.Padded], layout, inputs), to = new(new float[rows * layout.Padded], layout, rows);
            from.Write(0, columns, 0, x, columns);
            to.Write(0, columns, 0, y, columns);
            AlignedMemory room = new(matrix.Room);
            for (int band = 0; band < matrix.Bands; band++)
            {
                matrix.AddProduct(kernels, band, from, to, 0, 3, room.Span);
                matrix.AddProduct(kernels, band, from, to, 3, 1, room.Span);
            }
            float[] result = new float[y.Length];
            to.Read(0, columns, 0, result, columns);
            Reference.AssertClose(sums, sizes, result, Tolerance);
        }
    }

    private static void Check(KernelSet kernels, int rows, int columns, double sparsity, int width, ulong seed) =>
        Check(kernels, Reference.Sparse(rows, columns, sparsity, seed), rows, columns, width, seed);

    private static void Check(KernelSet kernels, float[] dense, int rows, int columns, int width, ulong seed)
    {
        float[] x = Reference.Random(columns * width, seed + 1), y = Reference.Random(rows * width, seed + 2);
        (double[] sums, double[] sizes) = Reference.Product(dense, rows, columns, x, y, width);
        foreach (PackedMatrix matrix in (PackedMatrix[])[SparsePacker.Pack(dense, rows, columns), new DenseMatrix(dense, rows, columns)])
        {
            Reference.AssertClose(sums, sizes, Product(kernels, matrix, x, y, width), Tolerance);
        }
    }

    private static float[] Product(KernelSet kernels, PackedMatrix matrix, float[] x, float[] y, int width)
    {
        PanelLayout layout = kernels.Layout(width);
        AlignedMemory room = new(matrix.Room);
        float[] result = [.. y];
        int next = 0;
        for (int band = 0; band < matrix.Bands; band++)
        {
            (int first, int count) = matrix.RowsOf(band);
            Assert.Equal(next, first);
            next += count;
            matrix.AddProduct(kernels, band, new Panels(x, layout, matrix.Columns), new Panels(result, layout, matrix.Rows), 0, 1, room.Span);
        }
        Assert.Equal(matrix.Rows, next);
        return result;
    }
}
