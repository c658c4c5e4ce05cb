using System.Numerics.Tensors;
using Espalier.Checkpoints;

namespace Espalier.Bench.Exchange;

/// <summary>Holds what a model from files gives to what the model gave that was written to them.</summary>
internal sealed class ExpectedOutputs(string folder) : IDisposable
{
    private readonly SafetensorsFile _outputs = SafetensorsFile.Open(SavedModel.Outputs(folder));
    private readonly Dictionary<string, float[]> _values = [];

    /// <summary>The largest difference so far, as a share of the largest number of the output it is in.</summary>
    public double Difference { get; private set; }

    /// <summary>The shape of an output.</summary>
    public IReadOnlyList<long> Shape(string name) => _outputs.Tensors[name].Shape;

    /// <summary>Compares a part of an output.</summary>
    /// <param name="name">The output.</param>
    /// <param name="actual">The part.</param>
    /// <param name="start">Where it begins in the output, in numbers.</param>
    /// <exception cref="InvalidOperationException">A number is NaN or infinite.</exception>
    public void Compare(string name, ReadOnlySpan<float> actual, int start = 0)
    {
        if (!TensorPrimitives.IsFiniteAll(actual)) throw new InvalidOperationException($"{name} is not finite.");
        if (!_values.TryGetValue(name, out float[]? expected)) _values.Add(name, expected = _outputs.ReadFloats(name));
        float[] difference = new float[actual.Length];
        TensorPrimitives.Subtract(actual, expected.AsSpan(start, actual.Length), difference);
        double scale = Math.Abs(TensorPrimitives.MaxMagnitude<float>(expected));
        Difference = Math.Max(Difference, Math.Abs(TensorPrimitives.MaxMagnitude<float>(difference)) / scale);
    }

    public void Dispose() => _outputs.Dispose();
}
