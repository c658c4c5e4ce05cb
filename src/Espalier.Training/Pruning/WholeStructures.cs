using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// Heads, feed-forward units or matrices, each with one number for all of its weights. Its magnitude is the mean |w| over them (as filters are ranked by
/// Li et al. 2017, but by the mean, so that structures of any size can be ranked together). Prunable matrices without such structures stay dense.
/// </summary>
internal sealed class WholeStructures(VqaBackbone model, Structure structure) : MaskUnits
{
    private readonly IReadOnlyList<UnitBlock> _blocks = UnitBlocks.Of(model, structure);

    public override Tensor[] HostMagnitudes() => [.. _blocks.Select(block =>
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor sums = block.Parts.Select(part => part.ByUnit(part.Matrix.Weight.abs(), block.Units).sum([0, 2])).Aggregate((sum, each) => sum + each);
        return (sums / block.WeightsPerUnit).cpu().MoveToOuterDisposeScope();
    })];

    public override TrainedTensor[] CreateScores(float threshold)
    {
        EffectiveWeights.Write(model);
        return [.. _blocks.Select(block =>
        {
            Device device = block.Parts[0].Matrix.Weight.device;
            return new TrainedTensor
            {
                Name = block.Name + "_mask",
                Value = zeros(block.Units, device: device).DetachFromDisposeScope(),
                Leaf = zeros(block.Units, device: device).DetachFromDisposeScope(),
                Factor = ones(block.Units, device: device).DetachFromDisposeScope(),
                Structures = new StructureLeaves(block, [.. block.Parts.Select(part => EffectiveWeights.CreateLeaf(model, part.Matrix))]),
                Publication = Publication.Threshold,
                Threshold = threshold,
                IsMask = true,
            };
        })];
    }

    /// <summary>Masks for all prunable matrices; what they say besides counts the structures.</summary>
    public override MaskSet Expand(IEnumerable<BitMask> kept)
    {
        BitMask[] units = [.. kept];
        Dictionary<string, BitMask> bits = [];
        foreach ((UnitBlock block, BitMask mask) in _blocks.Zip(units))
        {
            foreach (UnitPart part in block.Parts) bits.Add(part.Matrix.Name, Spread(part, mask));
        }
        return new MaskSet(
            PrunableMatrices.Of(model).Select(matrix => new MatrixMask(matrix.Name, matrix.Weight.shape, bits.GetValueOrDefault(matrix.Name) ?? Dense(matrix))),
            StructureCount.Of(structure, units).ToMetadata());
    }

    private static BitMask Spread(UnitPart part, BitMask units)
    {
        int rows = (int)part.Matrix.Weight.shape[0], columns = (int)part.Matrix.Weight.shape[1];
        int length = part.Columns ? columns : rows, size = length / units.Length;
        BitMask bits = new(rows * columns);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) bits[row * columns + column] = units[(part.Columns ? column : row) / size];
        }
        return bits;
    }

    private static BitMask Dense(WeightMatrix matrix)
    {
        BitMask bits = new((int)matrix.Weight.numel());
        for (int i = 0; i < bits.Length; i++) bits[i] = true;
        return bits;
    }
}
