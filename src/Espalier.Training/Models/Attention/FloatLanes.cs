using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>float32.</summary>
internal readonly unsafe struct FloatLanes : ILanes<float>
{
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    public static void Store(float* to, Vector256<float> values) => values.Store(to);
}
