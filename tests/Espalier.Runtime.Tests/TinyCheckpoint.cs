using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests;

/// <summary>Checkpoints of a few tensors, as files.</summary>
internal static class TinyCheckpoint
{
    /// <summary>Writes tensors of ones but for what is given, and opens them.</summary>
    public static SafetensorsFile Write(TemporaryFolder folder, params (string Name, long[] Shape, float[]? Values)[] tensors)
    {
        string path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, tensors.Select(tensor => TensorEntry.Of(tensor.Name, tensor.Shape, tensor.Values ?? Ones(tensor.Shape))));
        return SafetensorsFile.Open(path);
    }

    private static float[] Ones(long[] shape) => [.. Enumerable.Repeat(1f, (int)shape.Aggregate((a, b) => a * b))];
}
