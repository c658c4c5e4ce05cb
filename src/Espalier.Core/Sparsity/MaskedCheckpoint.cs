using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Sparsity;

/// <summary>
/// A subnetwork (Si et al. 2023, eq. 9) as one checkpoint: the weights, with zeros where the masks prune. Disposing of it closes the weights.
/// </summary>
public sealed class MaskedCheckpoint : ITensorSource
{
    private readonly ITensorSource _weights;
    private readonly MaskSet _masks;

    /// <summary>Lays masks over weights.</summary>
    /// <param name="weights">An open checkpoint, which belongs to this one from now on.</param>
    /// <param name="masks">Masks of some of its matrices.</param>
    /// <exception cref="InputException">A mask is that of no matrix of fp32 weights of the checkpoint.</exception>
    public MaskedCheckpoint(ITensorSource weights, MaskSet masks)
    {
        foreach (MatrixMask mask in masks.Masks.Values)
        {
            TensorInfo info = weights.Find(mask.Name);
            if (info.Type != TensorType.F32 || !info.Shape.SequenceEqual(mask.Shape))
                throw new InputException(weights.Path, $"tensor \"{mask.Name}\"", info.ToString(), $"F32 [{string.Join(", ", mask.Shape)}], as its mask has");
        }
        (_weights, _masks) = (weights, masks);
    }

    /// <inheritdoc/>
    public string Path => _weights.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _weights.Tensors;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _weights.Metadata;

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        _weights.Read(name, destination);
        if (_masks.Masks.TryGetValue(name, out MatrixMask? mask)) mask.Bits.Prune(MemoryMarshal.Cast<byte, float>(destination));
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();
}
