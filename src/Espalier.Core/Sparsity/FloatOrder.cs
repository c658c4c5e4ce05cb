using System.Runtime.CompilerServices;

namespace Espalier.Sparsity;

/// <summary>Singles as unsigned integers of the same order, the two zeros being one.</summary>
internal static class FloatOrder
{
    /// <summary>The integer of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Key(float value)
    {
        // Adding zero turns -0 into +0. Negative values get all bits flipped, the others the sign bit.
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);
    }

    /// <summary>The value of an integer.</summary>
    public static float Value(uint key) => BitConverter.UInt32BitsToSingle((key & 0x8000_0000) != 0 ? key ^ 0x8000_0000 : ~key);
}
