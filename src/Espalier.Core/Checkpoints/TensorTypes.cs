namespace Espalier.Checkpoints;

/// <summary>Names, those of safetensors, and sizes of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>The names that the safetensors format uses, in the order of the enumeration.</summary>
    private static readonly string[] Names = ["F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"];

    /// <summary>All names, for messages.</summary>
    internal static string AllNames { get; } = string.Join(", ", Names);

    /// <summary>Bytes of one element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 => 2,
        _ => 1,
    };

    /// <summary>The name that the safetensors format uses, "BF16".</summary>
    public static string Name(this TensorType type) => Names[(int)type];

    /// <summary>Finds a type by its safetensors name.</summary>
    public static bool TryParse(string name, out TensorType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (TensorType)Math.Max(index, 0);
        return index >= 0;
    }
}
