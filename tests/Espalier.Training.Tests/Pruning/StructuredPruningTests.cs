using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using AdamW = Espalier.Training.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pruning;

public sealed class StructuredPruningTests
{
    static StructuredPruningTests() => set_num_threads(1);

    public static TheoryData<string, Structure> Cases { get; } =
        new(from backbone in Backbones.All from structure in (Structure[])[Structure.Heads, Structure.Ffn, Structure.Layers] select (backbone.Name, structure));

    [Theory]
    [InlineData("lxmert", Structure.Heads, 9 + 5 + 3 * 5, 12)]
    [InlineData("lxmert", Structure.Ffn, 9 + 5 + 2 * 5, 3_072)]
    [InlineData("visualbert", Structure.Heads, 12, 12)]
    [InlineData("visualbert", Structure.Ffn, 12, 3_072)]
    [InlineData("mplug", Structure.Heads, 6 + 2 * 6 + 2 * 12, 12)]
    [InlineData("mplug", Structure.Ffn, 12 + 6 + 6 + 12, 3_072)]
    [InlineData("visualbert", Structure.Layers, 12 * 6 + 2, 1)]
    public void Base_has_the_structures_of_its_figure(string backbone, Structure structure, int blocks, int units)
    {
        IReadOnlyList<PrunableMatrix> found = PrunableMatrices.Describe(Backbones.Named(backbone).Base.Blank(META), structure);
        Assert.Equal(blocks, found.Count);
        Assert.All(found, block => Assert.Equal(units, block.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Heads_of_least_mean_magnitude_lose_their_rows_and_columns(bool isGlobal)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Heads = 4, Size = 8;
        VqaBackbone model = (VisualBertGoldenTests.Config with { HeadCount = Heads }).Create(seed: 4);
        IReadOnlyList<PrunableMatrix> described = PrunableMatrices.Describe(model, Structure.Heads);
        MaskSet masks = MagnitudePruner.Prune(model, isGlobal ? Allocation.Global(described, 0.65) : Allocation.Uniform(described, 0.65), Structure.Heads);

        Dictionary<string, float[,]> weights = model.Matrices.ToDictionary(matrix => matrix.Name, Array);
        string[] layers = [.. Enumerable.Range(0, 2).Select(i => $"visual_bert.encoder.layer.{i}.attention.")];
        (string Layer, int Head, double Mean)[] heads = [.. from layer in layers from head in Enumerable.Range(0, Heads) select (layer, head, Mean(layer, head))];
        // Of 4 heads a layer 0.65 is 2, and of all 8 it is 5.
        HashSet<(string, int)> pruned = [.. (isGlobal ? heads.OrderBy(head => head.Mean).Take(5) : heads.GroupBy(head => head.Layer).SelectMany(layer =>
            layer.OrderBy(head => head.Mean).Take(2))).Select(head => (head.Layer, head.Head))];

        Assert.All(weights.Where(weight => masks.Masks.ContainsKey(weight.Key)), weight => Each(weight.Value, (row, column, at) =>
        {
            string? layer = layers.SingleOrDefault(name => weight.Key.StartsWith(name, StringComparison.Ordinal));
            int head = (weight.Key.Contains(".output.", StringComparison.Ordinal) ? column : row) / Size;
            Assert.Equal(layer is null || !pruned.Contains((layer, head)), masks.Masks[weight.Key].Bits[at]);
        }));
        Assert.Equal(new StructureCount("heads", 8, pruned.Count), StructureCount.Of(masks));

        double Mean(string layer, int head)
        {
            double sum = 0;
            foreach (string name in (string[])["self.query", "self.key", "self.value", "output.dense"])
            {
                float[,] values = weights[$"{layer}{name}.weight"];
                Each(values, (row, column, at) => sum += (name == "output.dense" ? column : row) / Size == head ? Math.Abs(values[row, column]) : 0);
            }
            return sum / (4 * Size * 32);
        }
    }

    [Theory]
    [InlineData("lxmert", Structure.Heads)]
    [InlineData("lxmert", Structure.Ffn)]
    [InlineData("visualbert", Structure.Heads)]
    [InlineData("visualbert", Structure.Ffn)]
    [InlineData("mplug", Structure.Heads)]
    [InlineData("mplug", Structure.Ffn)]
    public void What_is_pruned_contributes_nothing_whatever_it_would_compute(string backbone, Structure structure)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        VqaBackbone masked = TinyBackbones.Model(backbone), other = TinyBackbones.Model(backbone);
        MaskSet masks = MagnitudePruner.Prune(masked, Allocation.Uniform(PrunableMatrices.Describe(masked, structure), 0.5), structure);
        Dictionary<string, Parameter> parameters = other.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (UnitBlock block in UnitBlocks.Of(other, structure))
        {
            foreach (UnitPart part in block.Parts)
            {
                Tensor kept = EffectiveWeights.AsTensor(masks.Masks[part.Matrix.Name], CPU);
                if (part.Columns)
                {
                    part.Matrix.Weight.mul_(kept);
                    continue;
                }
                // Rows, and with them their biases, that would show if anything still read them.
                part.Matrix.Weight.add_(100 * (1 - kept));
                parameters[part.Matrix.Name.Replace(".weight", ".bias", StringComparison.Ordinal)].add_(100 * (1 - kept.select(1, 0)));
            }
        }
        EffectiveWeights.Write(masked, masks);
        masked.eval();
        other.eval();
        TensorBatch batch = TinyBackbones.Batch(backbone);
        Tensor expected = other.Forward(batch).Logits, actual = masked.Forward(batch).Logits;

        Assert.True(actual.allclose(expected, 1e-4, 1e-5), $"{(actual - expected).abs().max().ToSingle()}");
        Assert.False(actual.allclose(TinyBackbones.Model(backbone).Forward(batch).Logits, 1e-4, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_of_a_score_is_that_of_a_mask_that_all_weights_of_its_structure_share(string backbone, Structure structure)
    {
        using DisposeScope scope = NewDisposeScope();
        VqaBackbone model = TinyBackbones.Model(backbone), oracle = TinyBackbones.Model(backbone);
        MaskTraining masks = Start(model, structure, 0.5);
        using Objective objective = TinyBackbones.Objective(backbone);
        TensorBatch batch = TinyBackbones.Batch(backbone);
        using AdamW optimizer = AdamW.Create(masks.Tensors, new AdamWOptions());
        optimizer.Publish();
        model.eval();
        objective.Loss(model.Forward(batch), batch).backward();

        // The same mask as a tensor that autograd knows, multiplied into the weights of an equal model.
        TrainedTensor[] scores = [.. masks.Tensors.Where(tensor => tensor.IsMask)];
        Tensor[] shared = [.. scores.Select(score => score.Leaf.clone().requires_grad_())];
        oracle.eval();
        foreach ((UnitBlock block, Tensor mask) in UnitBlocks.Of(oracle, structure).Zip(shared))
        {
            foreach (UnitPart part in block.Parts)
            {
                long size = part.Matrix.Weight.shape[part.Columns ? 1 : 0] / block.Units;
                part.Matrix.Effective = part.Matrix.Weight.detach() * mask.repeat_interleave(size).unsqueeze(part.Columns ? 0 : 1);
            }
        }
        objective.Loss(oracle.Forward(batch), batch).backward();

        Assert.Contains(shared, mask => mask.grad is not null);
        Assert.All(scores.Zip(shared), pair =>
        {
            Tensor? actual = pair.First.Structures!.Gradient();
            if (pair.Second.grad is { } expected) Assert.True(actual!.allclose(expected, 1e-3, 1e-6), pair.First.Name);
            else Assert.Null(actual);
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Masks_of_structures_train_and_stay_exact(string backbone, Structure structure)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (double sparsity in (double[])[0, 0.5, 1])
        {
            foreach (MaskInitialization start in sparsity == 0.5 ? Enum.GetValues<MaskInitialization>() : [MaskInitialization.Magnitude])
            {
                VqaBackbone model = TinyBackbones.Model(backbone);
                using MaskTraining masks = Start(model, structure, sparsity, start);
                AssertExact(masks, model, structure, sparsity);
                using Objective objective = TinyBackbones.Objective(backbone);
                using (TrainingStep training = new(objective, masks, new StepOptions { LearningRate = 0.01, Schedule = new LearningRateSchedule(Decay.None, 0, 4) }))
                {
                    for (int step = 0; step < 4; step++)
                    {
                        if (masks.BeginStep(step, 0) is not null) training.Optimizer.Publish();
                        training.Run(TinyBackbones.Batch(backbone));
                    }
                    masks.BeginEvaluation(4, 1);
                    training.Optimizer.Publish();
                }
                AssertExact(masks, model, structure, sparsity);
                masks.Verify();
                Dictionary<string, MatrixMask> found = masks.Masks.Masks.ToDictionary();
                foreach (WeightMatrix matrix in PrunableMatrices.Of(model))
                    Assert.True(matrix.Current.eq(matrix.Weight * EffectiveWeights.AsTensor(found[matrix.Name], CPU)).all().ToBoolean(), matrix.Name);
            }
        }
    }

    [Fact]
    public void In_bfloat16_what_is_not_masked_is_rounded_once_and_masks_train()
    {
        using DisposeScope scope = NewDisposeScope();
        VqaBackbone model = TinyBackbones.Model("lxmert");
        model.ComputeType = ScalarType.BFloat16;
        using MaskTraining masks = Start(model, Structure.Heads, 0.5);
        Assert.All(model.Matrices.Where(matrix => !matrix.IsLookup), matrix => Assert.Equal(ScalarType.BFloat16, matrix.Current.dtype));
        using Objective objective = TinyBackbones.Objective("lxmert");
        using TrainingStep training = new(objective, masks, new StepOptions { LearningRate = 0.01, Schedule = new LearningRateSchedule(Decay.None, 0, 4) });
        Tensor before = masks.Tensors[0].Value.clone();
        training.Run(TinyBackbones.Batch("lxmert"));
        Assert.False(before.allclose(masks.Tensors[0].Value));
    }

    [Fact]
    public void Random_structures_are_drawn_for_each_block_or_over_all()
    {
        VqaBackbone model = TinyBackbones.Model("visualbert");
        IReadOnlyList<PrunableMatrix> units = PrunableMatrices.Describe(model, Structure.Ffn), matrices = PrunableMatrices.Describe(model, Structure.Layers);
        Assert.Equal(new StructureCount("ffn", 128, 2 * 25), StructureCount.Of(RandomPruner.Prune(model, Allocation.Uniform(units, 0.4), 1, Structure.Ffn)));
        Assert.Equal(new StructureCount("ffn", 128, 51), StructureCount.Of(RandomPruner.Prune(model, Allocation.Global(units, 0.4), 1, Structure.Ffn)));
        Assert.Equal(new StructureCount("layers", 14, 5), StructureCount.Of(RandomPruner.Prune(model, Allocation.Global(matrices, 0.4), 1, Structure.Layers)));
    }

    [Fact]
    public void The_mask_file_has_bits_of_weights_and_says_how_many_structures_are_pruned()
    {
        using TemporaryFolder folder = new();
        VqaBackbone model = TinyBackbones.Model("lxmert");
        MaskSet masks = RandomPruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model, Structure.Heads), 0.5), 1, Structure.Heads);
        string file = folder.File("mask.safetensors");
        MaskFile.Write(file, masks);
        MaskSet read = MaskFile.Read(file);
        Assert.Equal(1, MaskSet.Similarity(masks, read));
        Assert.Equal(new StructureCount("heads", 18, 9), StructureCount.Of(read));
        // Half of 9 attentions with 4 matrices of 32 x 32 each.
        Assert.Equal(9 * 4 * 32 * 32 / 2, PrunableMatrices.Report(model, read).Total.Zeros);
        Assert.Null(StructureCount.Of(MagnitudePruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.5))));
    }

    [Fact]
    public void An_allocation_for_other_structures_is_an_error()
    {
        VqaBackbone model = TinyBackbones.Model("lxmert");
        Allocation heads = Allocation.Uniform(PrunableMatrices.Describe(model, Structure.Heads), 0.5);
        Assert.Throws<ArgumentException>(() => MagnitudePruner.Prune(model, heads));
        Assert.Throws<ArgumentException>(() => MagnitudePruner.Prune(model, heads, Structure.Ffn));
    }

    private static MaskTraining Start(VqaBackbone model, Structure structure, double sparsity, MaskInitialization start = MaskInitialization.Magnitude)
    {
        IReadOnlyList<PrunableMatrix> described = PrunableMatrices.Describe(model, structure);
        Allocation allocation = structure == Structure.Layers ? Allocation.Global(described, sparsity) : Allocation.Uniform(described, sparsity);
        return new MaskTraining(model, allocation, new MaskTrainingOptions { Structure = structure, Initialization = start, RefreshEvery = 2, Seed = 1 });
    }

    private static void AssertExact(MaskTraining masks, VqaBackbone model, Structure structure, double sparsity)
    {
        IReadOnlyList<PrunableMatrix> described = PrunableMatrices.Describe(model, structure);
        long expected = structure == Structure.Layers ? ZeroCount.Of(described.Count, sparsity) : described.Sum(block => ZeroCount.Of(block.Count, sparsity));
        Assert.Equal(expected, StructureCount.Of(masks.Masks)!.Pruned);
    }

    private static float[,] Array(WeightMatrix matrix)
    {
        float[] values = matrix.Weight.detach().data<float>().ToArray();
        float[,] array = new float[matrix.Weight.shape[0], matrix.Weight.shape[1]];
        Buffer.BlockCopy(values, 0, array, 0, sizeof(float) * values.Length);
        return array;
    }

    private static void Each(float[,] array, Action<int, int, int> action)
    {
        for (int row = 0; row < array.GetLength(0); row++)
        {
            for (int column = 0; column < array.GetLength(1); column++) action(row, column, row * array.GetLength(1) + column);
        }
    }
}
