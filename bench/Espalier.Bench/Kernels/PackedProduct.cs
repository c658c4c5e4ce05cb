using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Bench.Kernels;

/// <summary>Our kernels on packed weights, with a bias of zeros.</summary>
internal sealed class PackedProduct : IProductSubject
{
    private readonly KernelSet _kernels;
    private readonly PackedMatrix[] _matrices;
    private readonly AlignedMemory _x, _y;
    private readonly float[] _bias;
    private readonly PanelLayout _layout;

    public PackedProduct(ProductCase product, KernelSet kernels, bool sparse)
    {
        (_kernels, _layout, _bias, IsSparse) = (kernels, kernels.Layout(product.Columns), new float[product.Rows], sparse);
        Name = $"{(sparse ? "sparse" : "dense")}, {kernels.Name}";
        _matrices = [.. Enumerable.Range(0, product.Copies).Select(copy => Pack(product.Matrix(copy), product, sparse))];
        (_x, _y) = (new AlignedMemory(product.Inputs * _layout.Padded), new AlignedMemory(product.Rows * _layout.Padded));
        float[] x = product.Activations();
        for (int i = 0; i < x.Length; i++) _x.Span[IndexOf(i / product.Columns, i % product.Columns, product.Inputs)] = x[i];
    }

    public string Name { get; }

    public bool IsSparse { get; }

    public void Run()
    {
        foreach (PackedMatrix matrix in _matrices)
        {
            for (int band = 0; band < matrix.Bands; band++)
            {
                (int first, int count) = matrix.RowsOf(band);
                Panels x = new(_x.Span, _layout, matrix.Columns), y = new(_y.Span, _layout, matrix.Rows);
                int together = PackedMatrix.PanelsTogether(count);
                for (int start = 0; start < _layout.Panels; start += together)
                {
                    int panels = Math.Min(together, _layout.Panels - start);
                    for (int panel = start; panel < start + panels; panel++) _kernels.SetRows(_bias.AsSpan(first, count), [], y.Band(panel, first, count), _layout.Width(panel));
                    matrix.AddProduct(_kernels, band, x, y, start, panels, []);
                }
            }
        }
    }

    public float Result(int i, int j) => _y.Span[IndexOf(i, j, _matrices[0].Rows)];

    public void Dispose()
    {
    }

    private static PackedMatrix Pack(float[] values, ProductCase product, bool sparse) =>
        sparse ? SparsePacker.Pack(values, product.Rows, product.Inputs) : new DenseMatrix(values, product.Rows, product.Inputs);

    private int IndexOf(int row, int column, int rows)
    {
        int panel = _layout.PanelOf(column), start = _layout.Start(panel);
        return (rows * start) + (row * _layout.Width(panel)) + (column - start);
    }
}
