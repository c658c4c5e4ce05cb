using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>Translates the products of linear layers.</summary>
internal interface IOnnxProducts
{
    /// <summary>Adds the nodes of x W^T.</summary>
    /// <param name="name">The product's name.</param>
    /// <param name="x">[B, rows, columns of W].</param>
    /// <param name="matrix">W.</param>
    /// <returns>The name.</returns>
    string Add(string name, Value x, Weight matrix);
}
