using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

public sealed class MicroBatchTests
{
    private const int Rows = 23;

    [Theory]
    [InlineData("bce", 7)]
    [InlineData("lmh", 7)]
    [InlineData("lmh", 1)]
    [InlineData("lpf", 7)]
    [InlineData("rubi", 5)]
    [InlineData("product", 7)]
    [InlineData("reweight", 5)]
    [InlineData("ce", 7)]
    public void Parts_give_the_loss_and_the_gradients_of_the_whole_batch(string objective, int part)
    {
        using DisposeScope scope = NewDisposeScope();
        (StepOutcome expected, Tensor[] expectedMoments) = Step(objective, null);
        (StepOutcome found, Tensor[] moments) = Step(objective, part);
        Assert.Equal(expected.Loss, found.Loss, 1e-5);
        Assert.Equal(expected.GradientNorm, found.GradientNorm, 1e-4 * expected.GradientNorm);
        // The first moments are a tenth of the gradients.
        Assert.All(expectedMoments.Zip(moments), pair => Assert.True(pair.Second.allclose(pair.First, 1e-4, 1e-7)));
    }

    [Fact]
    public void A_part_as_large_as_the_batch_is_the_batch_bit_by_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        (StepOutcome expected, Tensor[] expectedMoments) = Step("lmh", null, dropout: true);
        (StepOutcome found, Tensor[] moments) = Step("lmh", Rows, dropout: true);
        Assert.Equal(expected, found);
        Assert.All(expectedMoments.Zip(moments), pair => Assert.Equal(pair.First.data<float>(), pair.Second.data<float>()));
    }

    [Fact]
    public void Distillation_needs_the_whole_batch()
    {
        using Lxmert model = ToyWorld.Model();
        using Distillation distillation = new(ToyWorld.Model(), 1);
        using Objective objective = new BinaryCrossEntropy();
        Assert.Throws<ArgumentException>(() => new TrainingStep(objective, new WeightTraining(model), Options(5, dropout: false), distillation));
    }

    [Fact]
    public void A_part_whose_loss_is_no_number_leaves_nothing_of_the_parts_before()
    {
        using DisposeScope scope = NewDisposeScope();
        using Lxmert model = ToyWorld.Model(), untouched = ToyWorld.Model();
        using Objective objective = new BinaryCrossEntropy(), other = new BinaryCrossEntropy();
        using TrainingStep step = new(objective, new WeightTraining(model), Options(5, dropout: false));
        using TrainingStep calm = new(other, new WeightTraining(untouched), Options(5, dropout: false));
        TensorBatch batch = ToyWorld.Batch(Rows);
        Tensor last = arange(Rows).eq(Rows - 1).view(-1, 1);

        Assert.Throws<TrainingException>(() => step.Run(batch with { Targets = batch.Targets!.masked_fill(last, float.NaN) }));

        Assert.Equal(calm.Run(batch), step.Run(batch));
    }

    private static (StepOutcome Outcome, Tensor[] Moments) Step(string name, int? part, bool dropout = false)
    {
        using Lxmert model = ToyWorld.Model();
        using Objective objective = ObjectiveFactory.Create(new ObjectiveOptions { Name = name }, hidden: 16, answers: 4, seed: 2);
        using TrainingStep step = new(objective, new WeightTraining(model), Options(part, dropout));
        TensorBatch batch = ToyWorld.Batch(Rows);
        // Questions without a known answer, more of them in one part than in another, count in the means of some objectives only.
        Tensor some = arange(Rows).remainder(3).eq(0) & arange(Rows).lt(12);
        StepOutcome outcome = step.Run(batch with { HardLabels = batch.HardLabels!.masked_fill(some, -1) });
        return (outcome, [.. step.Optimizer.FirstMoments.Select(moment => moment.clone())]);
    }

    private static StepOptions Options(int? part, bool dropout) => new()
    {
        LearningRate = 1e-3,
        Schedule = new LearningRateSchedule(Decay.None, 0, 1),
        AdamW = new AdamWOptions { ClipNorm = 0 },
        MicroBatch = part,
        Dropout = dropout,
    };
}
