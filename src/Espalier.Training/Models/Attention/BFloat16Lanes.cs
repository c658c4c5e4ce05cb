using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>bfloat16, the upper half of a single, rounded to nearest even as libtorch does.</summary>
internal readonly unsafe struct BFloat16Lanes : ILanes<ushort>
{
    public static Vector256<float> Load(ushort* from) =>
        (Vector256.WidenLower(Vector128.Load(from).ToVector256Unsafe()) << 16).AsSingle();

    // NaNs that arithmetic makes have an empty lower half, so adding to their bits leaves them NaN.
    public static void Store(ushort* to, Vector256<float> values)
    {
        Vector256<uint> rounded = BFloat16.Round(values.AsUInt32());
        Vector128.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(to);
    }
}
