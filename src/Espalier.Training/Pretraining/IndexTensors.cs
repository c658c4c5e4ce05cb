using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>Rows, labels and answers as libtorch takes them.</summary>
internal static class IndexTensors
{
    /// <summary>The numbers as int64 [count], also where there are none.</summary>
    public static Tensor ToTensor(this List<long> values) => tensor(values.ToArray(), ScalarType.Int64);
}
