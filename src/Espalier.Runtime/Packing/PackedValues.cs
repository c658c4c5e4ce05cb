namespace Espalier.Packing;

/// <summary>What the weights of a packed file's matrices are rounded to. Vectors, such as biases, are stored as they are.</summary>
public enum PackedValues
{
    /// <summary>Not at all: 4 bytes.</summary>
    F32,

    /// <summary>To bf16, the upper half of fp32: 2 bytes, each weight at most 2^-8 of its size away.</summary>
    BF16,

    /// <summary>To whole numbers times a scale of the row: a byte, each weight at most a 254th of its row's largest away.</summary>
    I8,
}
