using Espalier.Checkpoints;

namespace Espalier.Fuzz.Readers;

/// <summary>Reads the tensors of a checkpoint as those who open one do.</summary>
internal static class Tensors
{
    public static void ReadAll(ITensorSource source)
    {
        foreach (TensorInfo info in source.Tensors.Values)
        {
            if (info.Type == TensorType.F32) source.ReadFloats(info.Name);
            else source.ReadBytes(info.Name);
        }
    }
}
