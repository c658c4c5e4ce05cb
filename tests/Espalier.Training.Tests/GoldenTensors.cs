using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests;

/// <summary>The arrays of a golden case as tensors, and comparison within the case's tolerances.</summary>
internal sealed class GoldenTensors
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly double _relative;
    private readonly double _absolute;

    public GoldenTensors(string @case, string file)
    {
        JsonElement description = Golden.Case(@case);
        (_relative, _absolute) = (description.GetProperty("rtol").GetDouble(), description.GetProperty("atol").GetDouble());
        using SafetensorsFile source = SafetensorsFile.Open(Golden.PathOf(@case, file));
        foreach ((string name, TensorInfo info) in source.Tensors)
        {
            Tensor tensor = empty([.. info.Shape], info.Type == TensorType.I64 ? ScalarType.Int64 : ScalarType.Float32);
            source.Read(name, tensor.bytes);
            _tensors.Add(name, tensor.DetachFromDisposeScope());
        }
    }

    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public Tensor this[string name] => _tensors[name];

    /// <summary>Compares a list with the arrays name.0, name.1, ..., all of them.</summary>
    public void AssertAll(string name, List<Tensor> actual)
    {
        Assert.Equal(Names.Count(key => key.StartsWith(name + ".", StringComparison.Ordinal)), actual.Count);
        for (int i = 0; i < actual.Count; i++) AssertClose($"{name}.{i}", actual[i]);
    }

    public void AssertClose(string name, Tensor actual)
    {
        Tensor expected = this[name].reshape(actual.shape);
        float worst = ((actual - expected).abs() - _relative * expected.abs()).max().ToSingle();
        Assert.True(worst <= _absolute, $"{name} is off by {worst} more than {_relative:g2} of its size; {_absolute:g2} is allowed");
    }
}
