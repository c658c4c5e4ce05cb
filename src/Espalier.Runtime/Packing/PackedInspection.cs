using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;
using Espalier.Sparsity;

namespace Espalier.Packing;

/// <summary>What a packed file consists of.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="Matrices">Its matrices, in the order of the file.</param>
/// <param name="OtherTensors">All other tensors: biases, norms.</param>
/// <param name="OtherBytes">What these take.</param>
public sealed record PackedInspection(long Bytes, IReadOnlyList<PackedMatrixReport> Matrices, int OtherTensors, long OtherBytes)
{
    /// <summary>What all matrices take.</summary>
    public long MatrixBytes => Matrices.Sum(matrix => matrix.Bytes);

    /// <summary>What everything but weights takes: word pieces, answers, lineage, names and places.</summary>
    public long HeaderBytes => Bytes - MatrixBytes - OtherBytes;

    /// <summary>What the weights would take in fp32 with their zeros.</summary>
    public long DenseBytes => Matrices.Sum(matrix => matrix.Count * sizeof(float)) + OtherBytes;

    /// <summary>Looks through a file. Matrices with their zeros are read, to count these.</summary>
    /// <exception cref="InputException">A matrix is damaged.</exception>
    public static PackedInspection Of(PackedFile file)
    {
        SafetensorsFile stored = file.Stored;
        PackedMatrixReport[] matrices = [.. file.Tensors.Values.Where(info => info.Type == TensorType.F32 && info.Shape.Count == 2).Select(info => Of(file, info))];
        HashSet<string> parts = [.. matrices.SelectMany(matrix => PartsOf(stored, matrix.Name)).Select(part => part.Name)];
        TensorInfo[] others = [.. stored.Tensors.Values.Where(info => !parts.Contains(info.Name))];
        return new PackedInspection(new FileInfo(file.Path).Length, matrices, others.Length, others.Sum(info => info.ByteLength));
    }

    /// <summary>The zeros of the matrices that may be pruned, by matrix, by modality and in all.</summary>
    public SparsityReport Sparsity() => SparsityReport.Of(Matrices.Where(matrix => matrix.Modality is not null)
        .Select(matrix => (new PrunableMatrix(matrix.Name, matrix.Modality!.Value.ToString().ToLowerInvariant(), matrix.Count), matrix.Zeros)));

    private static PackedMatrixReport Of(PackedFile file, TensorInfo info)
    {
        SafetensorsFile stored = file.Stored;
        StripTable? strips = file.FindStrips(info.Name);
        TensorType type = stored.Tensors[strips is null ? info.Name : info.Name + PackedFormat.Strips].Type;
        PackedLayout layout = strips is null ? PackedLayout.Dense : strips is BitTable ? PackedLayout.Bits : PackedLayout.Columns;
        // Rounding can make a small weight 0 besides, which only a matrix with its zeros does not tell from others.
        long kept = strips?.Kept ?? SparsePacker.CountKept(file.ReadFloats(info.Name));
        PackedValues values = type switch
        {
            TensorType.BF16 => PackedValues.BF16,
            TensorType.I8 => PackedValues.I8,
            _ => PackedValues.F32,
        };
        return new PackedMatrixReport(info.Name, info.Shape[0], info.Shape[1], LxmertMatrices.ModalityOf(info.Name) ?? VisualBertMatrices.ModalityOf(info.Name) ?? MplugMatrices.ModalityOf(info.Name),
            info.Count - kept, layout, values, PartsOf(stored, info.Name).Sum(part => part.ByteLength));
    }

    private static IEnumerable<TensorInfo> PartsOf(SafetensorsFile stored, string matrix) =>
        PackedFormat.Suffixes.Append("").Select(suffix => stored.Tensors.GetValueOrDefault(matrix + suffix)).OfType<TensorInfo>();
}
