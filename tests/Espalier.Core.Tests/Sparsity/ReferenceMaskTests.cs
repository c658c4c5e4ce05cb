using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;

namespace Espalier.Tests.Sparsity;

/// <summary>Masks and thresholds of the reference for a tiny LXMERT of 70,656 prunable weights.</summary>
public sealed class ReferenceMaskTests
{
    [Theory]
    [InlineData("uniform")]
    [InlineData("modal")]
    [InlineData("global")]
    public void Magnitude_masks_are_those_of_the_reference(string kind)
    {
        JsonElement golden = Golden.Case($"masked_lxmert_{kind}");
        using ITensorSource weights = CheckpointFile.Open(Golden.PathOf("masked_lxmert_uniform", "weights.safetensors"));
        MaskSet expected = MaskFile.Read(Golden.PathOf($"masked_lxmert_{kind}", "binary_masks.safetensors"));
        PrunableMatrix[] matrices = [.. expected.Masks.Values.Select(mask => new PrunableMatrix(mask.Name, GroupOf(golden, mask.Name), mask.Bits.Length))];
        Magnitudes magnitudes = new([.. matrices.Select(matrix => weights.ReadFloats(matrix.Name + ".weight").Select(MathF.Abs).ToArray())]);

        Allocation allocation = Allocate(golden, kind, matrices);
        if (allocation.IsGlobal) ExactSelection.SelectZeros(magnitudes, allocation.Zeros);
        else
        {
            for (int i = 0; i < matrices.Length; i++) ExactSelection.SelectZeros(magnitudes.Scores(i), magnitudes.Weights(i), allocation.Targets[i].Zeros, magnitudes.Mask(i));
        }

        MaskSet actual = new(matrices.Select((matrix, i) => new MatrixMask(matrix.Name, [matrix.Count], BitMask.FromFloats(magnitudes.Mask(i)))));
        Assert.All(matrices, matrix => Assert.Equal(expected.Masks[matrix.Name].Bits, actual.Masks[matrix.Name].Bits));
        Assert.Equal(1, MaskSet.Similarity(expected, actual));
        SparsityReport report = SparsityReport.Of(matrices, name => actual.Masks[name].Bits);
        Assert.Equal(golden.GetProperty("overall_sparsity").GetDouble(), report.Total.Sparsity, 1e-12);
        Assert.All(report.Matrices, row => Assert.Equal(golden.GetProperty("sparsity_of").GetProperty(row.Name).GetDouble(), row.Sparsity, 1e-6));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_single_layer_starts_with_the_mask_of_the_reference(double sparsity)
    {
        using ITensorSource arrays = CheckpointFile.Open(Golden.PathOf("masks", "arrays.safetensors"));
        float[] magnitudes = [.. arrays.ReadFloats("weight").Select(MathF.Abs)];
        float[] mask = new float[magnitudes.Length];
        ExactSelection.SelectZeros(magnitudes, magnitudes, ZeroCount.Of(magnitudes.Length, sparsity), mask);
        Assert.Equal(arrays.ReadFloats(FormattableString.Invariant($"linear1_magnitude_{sparsity}.binary")), mask);
    }

    [Fact]
    public void Thresholds_after_a_refresh_are_those_of_the_reference()
    {
        JsonElement golden = Golden.Case("masked_lxmert_modal");
        using ITensorSource masks = CheckpointFile.Open(Golden.PathOf("masked_lxmert_modal", "real_masks_after_steps.safetensors"));
        using ITensorSource thresholds = CheckpointFile.Open(Golden.PathOf("masked_lxmert_modal", "thresholds_after_reset.safetensors"));
        foreach (string name in masks.Tensors.Keys)
        {
            float[] values = masks.ReadFloats(name);
            long zeros = ZeroCount.Of(values.Length, golden.GetProperty("rates").GetProperty(golden.GetProperty("modality").GetProperty(name).GetString()!).GetDouble());
            Assert.Equal(thresholds.ReadFloats(name)[0], ExactSelection.Threshold(values, zeros));
        }
    }

    private static string GroupOf(JsonElement golden, string name) =>
        golden.GetProperty("modality") is { ValueKind: JsonValueKind.Object } groups ? groups.GetProperty(name).GetString()! : "all";

    private static Allocation Allocate(JsonElement golden, string kind, PrunableMatrix[] matrices)
    {
        double sparsity = golden.GetProperty("sparsity").GetDouble();
        if (kind == "global") return Allocation.Global(matrices, sparsity);
        if (kind == "uniform") return Allocation.Uniform(matrices, sparsity);
        // The reference does not check the budget, and this case does not keep it.
        return Allocation.PerGroup(matrices, sparsity, golden.GetProperty("rates").EnumerateObject().ToDictionary(rate => rate.Name, rate => rate.Value.GetDouble()), tolerance: 1);
    }

    private sealed class Magnitudes(float[][] values) : IScoredMatrices
    {
        private readonly float[][] _masks = [.. values.Select(matrix => new float[matrix.Length])];

        public int Count => values.Length;

        public ReadOnlySpan<float> Scores(int matrix) => values[matrix];

        public ReadOnlySpan<float> Weights(int matrix) => values[matrix];

        public Span<float> Mask(int matrix) => _masks[matrix];
    }
}
