using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp.Modules;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>The names and shapes of a model's weights, for what reads no more of a checkpoint.</summary>
/// <param name="model">The model, on any device.</param>
internal sealed class ShapeSource(VqaBackbone model) : ITensorSource
{
    /// <inheritdoc/>
    public string Path => model.GetName();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } =
        model.named_parameters().ToDictionary(p => p.name, p => new TensorInfo(p.name, TensorType.F32, ((Parameter)p.parameter).shape));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination) => throw new NotSupportedException("The model has shapes and no values.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
