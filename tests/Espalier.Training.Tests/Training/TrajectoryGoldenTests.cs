using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

public sealed class TrajectoryGoldenTests
{
    [Fact]
    public void Fine_tuning_with_bce_takes_the_steps_of_the_reference() =>
        AssertTrajectory("trajectory_finetune_bce", new BinaryCrossEntropy(), model => new WeightTraining(model));

    [Fact]
    public void Fine_tuning_with_frozen_lmh_takes_the_steps_of_the_reference()
    {
        LearnedMixin objective = new(32, 0, frozen: true);
        using (no_grad())
        {
            foreach ((string name, Parameter parameter) in objective.named_parameters().Where(p => p.name.StartsWith("bias_lin", StringComparison.Ordinal)))
                parameter.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 0.1 : 0.05);
        }
        AssertTrajectory("trajectory_finetune_lmh", objective, model => new WeightTraining(model));
    }

    [Fact]
    public void Mask_training_with_lpf_takes_the_steps_of_the_reference() => AssertTrajectory(
        "trajectory_masks_lpf",
        new LanguagePriorFeedback(5),
        model => new MaskTraining(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.5)));

    private static void AssertTrajectory(string name, Objective objective, Func<Lxmert, Parameterization> parameterize)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement expected = Golden.Case(name);
        Lxmert model = Lxmert.Blank(LxmertGoldenTests.Config);
        using (ITensorSource weights = SafetensorsFile.Open(Golden.PathOf("trajectory_finetune_bce", "weights.safetensors")))
            ModelWeights.Load(model, weights);
        Parameterization parameterization = parameterize(model);
        StepOptions options = new()
        {
            LearningRate = expected.GetProperty("lr").GetDouble(),
            Schedule = new LearningRateSchedule(Decay.Linear, 2, 6),
            AdamW = new AdamWOptions { WeightDecay = 0.01, NoDecay = ["bias", "LayerNorm.weight"] },
            Dropout = false,
        };
        using TrainingStep training = new(objective, parameterization, options);
        GoldenTensors batches = new(name, "batches.safetensors");
        for (int step = 0; step < 6; step++)
        {
            StepOutcome outcome = training.Run(Batch(batches, step % 3));
            AssertClose(expected.GetProperty("losses")[step].GetDouble(), outcome.Loss);
            AssertClose(expected.GetProperty("gradient_norms")[step].GetDouble(), outcome.GradientNorm);
        }
        GoldenTensors end = new(name, "end.safetensors");
        Dictionary<string, Tensor> values = training.Optimizer.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
        Assert.All(end.Names, weight => end.AssertClose(weight, values[weight].detach()));
        parameterization.Verify();

        void AssertClose(double reference, double actual) => Assert.Equal(reference, actual, 2e-5 + 0.002 * Math.Abs(reference));
    }

    private static TensorBatch Batch(GoldenTensors batches, int index) => new()
    {
        TokenIds = batches[$"{index}.input_ids"],
        Features = batches[$"{index}.visual_feats"],
        Boxes = batches[$"{index}.visual_pos"],
        Targets = batches[$"{index}.labels"],
        Bias = batches[$"{index}.bias"],
        HardLabels = batches[$"{index}.max_label"],
    };
}
