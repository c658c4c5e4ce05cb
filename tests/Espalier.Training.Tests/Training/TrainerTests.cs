using System.Text.Json;
using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("espalier").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Stage_1_learns_the_toy_world(ScalarType type)
    {
        Lxmert model = ToyWorld.Model(type);
        TrainerOptions options = ToyWorld.Options(_folder) with { Epochs = 25, LearningRate = 1e-2, SelectOn = "train", EvaluateEvery = null, Dropout = false };
        TrainingResult result = ToyWorld.Trainer(options, new WeightTraining(model), new BinaryCrossEntropy()).Run();
        Assert.True(result.Best.Scores["train"] > 90, $"{result.Best.Scores["train"]}");
        Assert.Equal(result.Best.Scores["validation"], Evaluator.Predict(model, ToyWorld.Validation, 7).Accuracy);
        Assert.Equal(25 * 6, result.Steps);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Stage_2_saves_the_masks_that_were_evaluated_and_leaves_frozen_weights_alone(ScalarType type)
    {
        Lxmert model = ToyWorld.Model(type);
        Dictionary<string, byte[]> before = Bytes(model);
        TrainingResult result = ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(model)).Run();

        MaskSet masks = MaskFile.Read(Path.Combine(result.BestFolder, "mask.safetensors"));
        Assert.All(PrunableMatrices.Of(model), matrix => Assert.Equal(ZeroCount.Of(matrix.Weight.numel(), 0.5), masks.Masks[matrix.Name].Bits.Zeros));
        EffectiveWeights.Write(model, masks);
        Assert.Equal(result.Best.Scores["validation"], Evaluator.Predict(model, ToyWorld.Validation, 40).Accuracy);
        Assert.All(Bytes(model), weight => Assert.Equal(!weight.Key.StartsWith("classifier.", StringComparison.Ordinal), weight.Value.SequenceEqual(before[weight.Key])));
    }

    [Fact]
    public void Stage_3_trains_kept_weights_and_leaves_pruned_ones_at_0()
    {
        Lxmert model = ToyWorld.Model();
        MaskSet masks = MagnitudePruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.7));
        WeightMatrix matrix = PrunableMatrices.Of(model)[1];
        float[] before = [.. matrix.Weight.data<float>()];
        ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(model, masks)).Run();

        float[] after = [.. matrix.Weight.data<float>()];
        BitMask mask = masks.Masks[matrix.Name].Bits;
        Assert.All(after, (weight, i) => Assert.Equal(mask[i], weight != 0));
        Assert.Contains(Enumerable.Range(0, after.Length), i => mask[i] && after[i] != before[i]);
    }

    [Theory]
    [InlineData(1, ScalarType.Float32)]
    [InlineData(2, ScalarType.Float32)]
    [InlineData(2, ScalarType.BFloat16)]
    [InlineData(3, ScalarType.Float32)]
    public void A_training_that_was_stopped_twice_ends_with_the_bytes_of_one_that_was_not(int stage, ScalarType type)
    {
        string whole = Path.Combine(_folder, "whole"), resumed = Path.Combine(_folder, "resumed");
        ToyWorld.Trainer(ToyWorld.Options(whole), Parameterize(stage, type)).Run();
        foreach (int steps in (int[])[5, 8])
        {
            using CancellationTokenSource stop = new();
            StopAfter progress = new(steps, stop);
            Assert.Throws<OperationCanceledException>(() => ToyWorld.Trainer(ToyWorld.Options(resumed), Parameterize(stage, type), progress: progress).Run(stop.Token));
        }
        ToyWorld.Trainer(ToyWorld.Options(resumed), Parameterize(stage, type)).Run();

        string[] files = [.. Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(whole, file)).Order()];
        Assert.Equal(files, Directory.EnumerateFiles(resumed, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(resumed, file)).Order());
        // The state tells the time that training took.
        Assert.All(files.Where(file => !file.Contains("trainer-state", StringComparison.Ordinal)), file =>
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(resumed, file))));
        Assert.True(files.Length >= 4);
    }

    [Fact]
    public void A_finished_training_is_loaded_and_not_repeated()
    {
        Lxmert first = ToyWorld.Model(), second = ToyWorld.Model();
        TrainingResult result = ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(first)).Run();
        TrainingResult again = ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(second), progress: new StopAfter(0, new CancellationTokenSource())).Run();
        Assert.Equal(result.Best.Scores, again.Best.Scores);
        Assert.Equal(Evaluator.Predict(first, ToyWorld.Validation, 9).Probabilities, Evaluator.Predict(second, ToyWorld.Validation, 9).Probabilities);
    }

    [Fact]
    public void Metrics_tell_of_steps_evaluations_and_drift()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(ToyWorld.Model())).Run();
        JsonElement[] lines = [.. File.ReadLines(Path.Combine(_folder, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([5, 10, 15, 18], Steps("loss"));
        Assert.Equal([0, 4, 6, 8, 12, 16, 18], Steps("evaluation"));
        Assert.Contains(lines, line => line.TryGetProperty("sparsity", out JsonElement sparsity) && Math.Abs(sparsity.GetDouble() - 0.5) < 0.01);

        IEnumerable<int> Steps(string property) => lines.Where(line => line.TryGetProperty(property, out _)).Select(line => line.GetProperty("step").GetInt32());
    }

    [Fact]
    public void A_state_of_other_settings_is_refused()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(ToyWorld.Model())).Run();
        InputException error = Assert.Throws<InputException>(() =>
            ToyWorld.Trainer(ToyWorld.Options(_folder) with { LearningRate = 1e-4 }, ToyWorld.Masks(ToyWorld.Model())).Run());
        Assert.Contains("0.0001", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_objective_is_refused()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(ToyWorld.Model()), new BinaryCrossEntropy()).Run();
        foreach (Objective other in (Objective[])[new Reweighting(), new LanguagePriorFeedback(2)])
        {
            InputException error = Assert.Throws<InputException>(() => ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(ToyWorld.Model()), other).Run());
            Assert.Contains(other.GetName(), error.Expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_state_of_the_same_objective_with_other_settings_is_refused()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(ToyWorld.Model()), new LanguagePriorFeedback(5)).Run();
        Assert.Throws<InputException>(() => ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(ToyWorld.Model()), new LanguagePriorFeedback(2)).Run());
    }

    [Fact]
    public void A_state_of_other_masks_is_refused()
    {
        MaskTrainingOptions options = new() { RefreshEvery = 7 };
        ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(ToyWorld.Model(), 0.5, options)).Run();
        Lxmert model = ToyWorld.Model();
        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrices.Describe(model);
        Dictionary<string, Func<MaskTraining>> others = new()
        {
            ["refresh"] = () => ToyWorld.Masks(model, 0.5, options with { RefreshEvery = 8 }),
            ["start"] = () => ToyWorld.Masks(model, 0.5, options with { Initialization = MaskInitialization.Soft }),
            ["seed"] = () => ToyWorld.Masks(model, 0.5, options with { Seed = 1 }),
            ["ties"] = () => ToyWorld.Masks(model, 0.5, options with { Ties = TieRule.Reference }),
            ["schedule"] = () => ToyWorld.Masks(model, 0.5, options with { Schedule = new CubicSchedule(0.1, 0.5, 0, 2) }),
            ["sparsity"] = () => ToyWorld.Masks(model, 0.6, options),
            ["scope"] = () => new MaskTraining(model, Allocation.Global(matrices, 0.5), options),
        };
        Assert.All(others, other => Assert.Throws<InputException>(() => ToyWorld.Trainer(ToyWorld.Options(_folder), other.Value()).Run()));
    }

    [Fact]
    public void A_state_of_weights_under_other_masks_is_refused()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), Parameterize(3, ScalarType.Float32)).Run();
        Lxmert model = ToyWorld.Model();
        MaskSet others = RandomPruner.Prune(model, Allocation.Global(PrunableMatrices.Describe(model), 0.6), 1);
        Assert.Throws<InputException>(() => ToyWorld.Trainer(ToyWorld.Options(_folder), new WeightTraining(model, others)).Run());
    }

    [Fact]
    public void A_damaged_state_is_refused_and_stays()
    {
        ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(ToyWorld.Model())).Run();
        string file = new TrainingFolder(_folder).State;
        byte[] whole = File.ReadAllBytes(file);
        foreach (byte[] damaged in (byte[][])[whole[..^100], whole[..20], [], [.. whole[..^200], (byte)(whole[^200] ^ 1), .. whole[^199..]]])
        {
            File.WriteAllBytes(file, damaged);
            Assert.Throws<InputException>(() => ToyWorld.Trainer(ToyWorld.Options(_folder), ToyWorld.Masks(ToyWorld.Model())).Run());
            Assert.Equal(damaged, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_with_the_step()
    {
        TrainerOptions options = ToyWorld.Options(_folder) with { LearningRate = 1e30, WarmupShare = 0 };
        TrainingException error = Assert.Throws<TrainingException>(() => ToyWorld.Trainer(options, new WeightTraining(ToyWorld.Model())).Run());
        Assert.Contains("of step 2 is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_leaks_no_tensors()
    {
        Lxmert model = ToyWorld.Model();
        using TrainingStep step = new(new BinaryCrossEntropy(), ToyWorld.Masks(model), ToyWorld.Options(_folder).ForSteps(90));
        using BatchLoader loader = new(ToyWorld.Train, 16, BatchOrder.Shuffled(90, 16, 1, 0, 30));
        Run(10);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run(15);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                step.Run(BatchTensors.Of(loader.Next()!, CPU, maskPadding: true));
            }
        }
    }

    [Theory]
    [InlineData(1, ScalarType.BFloat16)]
    [InlineData(2, ScalarType.Float32)]
    [InlineData(2, ScalarType.BFloat16)]
    [InlineData(3, ScalarType.BFloat16)]
    public void A_stage_that_was_disposed_of_leaves_no_tensors(int stage, ScalarType type)
    {
        Stage();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Stage();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Stage()
        {
            string folder = Path.Combine(_folder, Guid.NewGuid().ToString());
            using Objective objective = new BinaryCrossEntropy();
            using Parameterization parameterization = Parameterize(stage, type);
            using VqaBackbone model = parameterization.Model;
            ToyWorld.Trainer(ToyWorld.Options(folder) with { Epochs = 1 }, parameterization, objective).Run();
            Assert.Equal(stage > 1, parameterization.Masks is not null);
        }
    }

    private static Parameterization Parameterize(int stage, ScalarType type)
    {
        Lxmert model = ToyWorld.Model(type);
        return stage switch
        {
            1 => new WeightTraining(model),
            2 => ToyWorld.Masks(model),
            _ => new WeightTraining(model, MagnitudePruner.Prune(model, Allocation.Global(PrunableMatrices.Describe(model), 0.6))),
        };
    }

    private static Dictionary<string, byte[]> Bytes(Lxmert model) =>
        model.named_parameters().ToDictionary(p => p.name, p => p.parameter.bytes.ToArray());

    private sealed class StopAfter(int steps, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        private int _steps;

        public void Report(TrainingProgress value)
        {
            if (++_steps == steps) stop.Cancel();
            Assert.True(steps > 0, "nothing should be trained");
        }
    }
}
