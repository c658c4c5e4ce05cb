namespace Espalier.Checkpoints;

/// <summary>The element types that checkpoints may hold, named as in safetensors. All are stored little-endian.</summary>
public enum TensorType
{
    /// <summary>8 bytes, IEEE double.</summary>
    F64,

    /// <summary>4 bytes, IEEE single.</summary>
    F32,

    /// <summary>2 bytes, IEEE half.</summary>
    F16,

    /// <summary>2 bytes, the upper half of an IEEE single.</summary>
    BF16,

    /// <summary>8 bytes, signed.</summary>
    I64,

    /// <summary>4 bytes, signed.</summary>
    I32,

    /// <summary>2 bytes, signed.</summary>
    I16,

    /// <summary>1 byte, signed.</summary>
    I8,

    /// <summary>1 byte, unsigned.</summary>
    U8,

    /// <summary>1 byte, 0 or 1.</summary>
    Bool,
}
