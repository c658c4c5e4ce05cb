using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class RecomputationTests : IDisposable
{
    private readonly int _threadsBefore = get_num_threads();

    // So that the plain step is not run in halves, whose sums round otherwise.
    public RecomputationTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(_threadsBefore);

    [Theory]
    [InlineData("lxmert", false)]
    [InlineData("lxmert", true)]
    [InlineData("visualbert", false)]
    [InlineData("visualbert", true)]
    [InlineData("mplug", false)]
    [InlineData("mplug", true)]
    public void Steps_with_dropout_move_everything_to_the_same_place(string backbone, bool masks)
    {
        (double[] Losses, float[][] Values) plain = Train(backbone, masks, recompute: false), again = Train(backbone, masks, recompute: true);
        Assert.NotEqual(plain.Losses[0], plain.Losses[1]);
        Assert.Equal(plain.Values.Length, again.Values.Length);
        // Several layers of mPLUG read the same states, and the sum of their gradients rounds with their order.
        double tolerance = backbone == "mplug" ? 1e-6 : 0;
        Assert.All(plain.Losses.Zip(again.Losses), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.All(plain.Values.Zip(again.Values), pair => Assert.True(pair.First.Zip(pair.Second).All(value => Math.Abs(value.First - value.Second) <= tolerance)));
    }

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void Distillation_goes_on_from_states_between_layers(string backbone)
    {
        (double[] Losses, float[][] Values) plain = Train(backbone, masks: true, recompute: false, distil: true), again = Train(backbone, masks: true, recompute: true, distil: true);
        Assert.All(plain.Losses.Zip(again.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(plain.Values.Zip(again.Values), pair => Assert.True(pair.First.Zip(pair.Second).All(value => Math.Abs(value.First - value.Second) <= 1e-5)));
    }

    [Fact]
    public void Only_states_between_layers_are_kept()
    {
        Assert.Equal(0, Layers(enabled: false));
        // One language, one object and one cross layer, of which the last is run for its first state alone.
        Assert.Equal(2, Layers(enabled: true));
    }

    [Fact]
    public void Without_gradients_nothing_is_noted()
    {
        using VqaBackbone model = TinyBackbones.Model("lxmert");
        model.Recomputation.Enabled = true;
        using IDisposable frozen = no_grad();
        Assert.Null(model.Recomputation.Note(() => [model.Encode(TinyBackbones.Batch("lxmert")).Pooled]).Tape);
    }

    [Theory]
    [InlineData("lxmert", 3, 2)]
    [InlineData("visualbert", 1, 1)]
    [InlineData("mplug", 4, 1)]
    public void What_is_inside_of_a_layer_goes_with_it(string backbone, int kinds, int outputs)
    {
        int[] few = [.. Enumerable.Repeat(2, kinds)], many = [.. Enumerable.Repeat(4, kinds)];
        // A fusion layer over image and text joins their states, and parts them again.
        int most = 2 * (kinds * outputs + (backbone == "mplug" ? 4 : 0));
        Assert.InRange(TensorsOf(backbone, many) - TensorsOf(backbone, few), 2 * kinds, most);
    }

    // That a forward pass without gradients has not let go at its end.
    private static int TensorsOf(string backbone, int[] layers)
    {
        using VqaBackbone model = TinyBackbones.Config(backbone).WithLayers(layers).Create(seed: 3);
        model.eval();
        TensorBatch batch = TinyBackbones.Batch(backbone);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        model.Encode(batch);
        return scope.DisposablesCount;
    }

    private static int Layers(bool enabled)
    {
        using DisposeScope scope = NewDisposeScope();
        using Lxmert model = Espalier.Training.Tests.Training.ToyWorld.Model();
        model.Recomputation.Enabled = enabled;
        return model.Recomputation.Note(() => [model.Encode(Espalier.Training.Tests.Training.ToyWorld.Batch(4)).Pooled]).Tape?.Layers ?? 0;
    }

    private static (double[] Losses, float[][] Values) Train(string backbone, bool masks, bool recompute, bool distil = false)
    {
        using VqaBackbone model = TinyBackbones.Config(backbone) switch
        {
            MplugConfig config => (config with { HiddenDropout = 0.1, AttentionDropout = 0.1 }).Create(seed: 3),
            var config => (config with { HiddenDropout = 0.1, AttentionDropout = 0.1 }).Create(seed: 3),
        };
        model.Recomputation.Enabled = recompute;
        using Objective objective = TinyBackbones.Objective(backbone);
        using Parameterization trained = masks
            ? new MaskTraining(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.5))
            : new WeightTraining(model);
        using Distillation? distillation = distil ? new(TinyBackbones.Config(backbone).Create(seed: 8), weight: 1) : null;
        StepOptions options = new() { LearningRate = 1e-3, Schedule = new LearningRateSchedule(Decay.None, 0, 1) };
        using TrainingStep step = new(objective, trained, options, distillation);
        TensorBatch batch = TinyBackbones.Batch(backbone);
        double[] losses = [.. Enumerable.Range(0, 3).Select(_ => step.Run(batch).Loss)];
        return (losses, [.. trained.Tensors.Select(tensor => tensor.Value.data<float>().ToArray())]);
    }
}
