using static TorchSharp.torch;

namespace Espalier.Bench.Kernels;

/// <summary>libtorch's linear layer on dense weights, with a bias of zeros.</summary>
internal sealed class TorchProduct : IProductSubject
{
    private readonly Tensor[] _matrices;
    private readonly Tensor _x, _bias;
    private Tensor _y;

    public TorchProduct(ProductCase product)
    {
        _matrices = [.. Enumerable.Range(0, product.Copies).Select(copy => tensor(product.Matrix(copy), [product.Rows, product.Inputs]))];
        using Tensor x = tensor(product.Activations(), [product.Inputs, product.Columns]);
        using Tensor turned = x.t();
        _x = turned.contiguous();
        _bias = zeros(product.Rows);
        _y = empty(0);
    }

    public string Name => "libtorch";

    public void Run()
    {
        using IDisposable noGradients = no_grad();
        foreach (Tensor matrix in _matrices)
        {
            _y.Dispose();
            _y = nn.functional.linear(_x, matrix, _bias);
        }
    }

    public float Result(int i, int j)
    {
        using Tensor number = _y[j, i];
        return number.item<float>();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[.. _matrices, _x, _bias, _y]) tensor.Dispose();
    }
}
