using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pruning;

/// <summary>Nothing, nearly everything and everything pruned, on each backbone.</summary>
public sealed class ExtremeSparsityTests
{
    private const int Steps = 3;

    static ExtremeSparsityTests() => set_num_threads(1);

    public static TheoryData<string, double> Cases { get; } =
        new(from backbone in Backbones.All from sparsity in (double[])[0, 0.999, 1] select (backbone.Name, sparsity));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Magnitude_and_random_masks_are_exact_and_the_pruned_model_computes_and_trains_on(string backbone, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (bool random in (bool[])[false, true])
        {
            VqaBackbone model = TinyBackbones.Model(backbone);
            Allocation allocation = Allocation.Uniform(PrunableMatrices.Describe(model), sparsity);
            MaskSet masks = random ? RandomPruner.Prune(model, allocation, seed: 1) : MagnitudePruner.Prune(model, allocation);
            AssertExact(masks, allocation);
            Assert.Equal(allocation.Zeros, PrunableMatrices.Report(model, masks).Total.Zeros);

            using WeightTraining weights = new(model, masks);
            Train(backbone, weights);

            foreach (WeightMatrix matrix in PrunableMatrices.Of(model))
                Assert.Equal(0, (matrix.Weight * (1 - EffectiveWeights.AsTensor(masks.Masks[matrix.Name], CPU))).count_nonzero().ToInt64());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Masks_train_from_every_start_and_stay_exact(string backbone, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (MaskInitialization start in Enum.GetValues<MaskInitialization>())
        {
            VqaBackbone model = TinyBackbones.Model(backbone);
            Allocation allocation = Allocation.Uniform(PrunableMatrices.Describe(model), sparsity);
            using MaskTraining masks = new(model, allocation, new MaskTrainingOptions { Initialization = start, RefreshEvery = 2, Seed = 1 });
            AssertExact(masks.Masks, allocation);
            Train(backbone, masks);
            AssertExact(masks.Masks, allocation);
            masks.Verify();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_threshold_over_all_matrices_is_exact(string backbone, double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        VqaBackbone model = TinyBackbones.Model(backbone);
        Allocation allocation = Allocation.Global(PrunableMatrices.Describe(model), sparsity);
        Assert.Equal(allocation.Zeros, Zeros(MagnitudePruner.Prune(model, allocation)));
        using MaskTraining masks = new(model, allocation, new MaskTrainingOptions { RefreshEvery = 2 });
        Train(backbone, masks);
        Assert.Equal(allocation.Zeros, Zeros(masks.Masks));
    }

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void The_seed_decides_a_random_start(string backbone)
    {
        MaskSet[] starts = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            VqaBackbone model = TinyBackbones.Model(backbone);
            return new MaskTraining(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.5),
                new MaskTrainingOptions { Initialization = MaskInitialization.Random, Seed = seed }).Masks;
        })];
        Assert.Equal(1, MaskSet.Similarity(starts[0], starts[1]));
        // Two masks of half zeros share a third of their ones by chance.
        Assert.InRange(MaskSet.Similarity(starts[0], starts[2]), 0.3, 0.37);
    }

    private static void Train(string backbone, Parameterization parameterization)
    {
        TensorBatch batch = TinyBackbones.Batch(backbone);
        using Objective objective = TinyBackbones.Objective(backbone);
        using TrainingStep training = new(objective, parameterization, new StepOptions
        {
            LearningRate = 0.01,
            Schedule = new LearningRateSchedule(Decay.None, 0, Steps),
        });
        for (int step = 0; step < Steps; step++)
        {
            if (parameterization.BeginStep(step, 0) is not null) training.Optimizer.Publish();
            Assert.InRange(training.Run(batch).Loss, 0, 1e4);
        }
        if (parameterization.BeginEvaluation(Steps, 1) is not null) training.Optimizer.Publish();
        parameterization.Model.eval();
        Assert.True(parameterization.Model.Forward(batch).Logits.isfinite().all().ToBoolean());
    }

    private static long Zeros(MaskSet masks) => masks.Masks.Values.Sum(mask => (long)mask.Bits.Zeros);

    private static void AssertExact(MaskSet masks, Allocation allocation)
    {
        Assert.Equal(allocation.Targets.Select(target => target.Matrix.Name), masks.Masks.Keys);
        Assert.All(allocation.Targets, target => Assert.Equal(target.Zeros, masks.Masks[target.Matrix.Name].Bits.Zeros));
    }
}
