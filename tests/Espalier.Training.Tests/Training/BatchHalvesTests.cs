using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

public sealed class BatchHalvesTests : IDisposable
{
    private const int Rows = 41;
    private readonly TensorBatch _batch = ToyWorld.Batch(Rows);
    private readonly int _threadsBefore = get_num_threads();

    public BatchHalvesTests() => set_num_threads(2);

    public void Dispose() => set_num_threads(_threadsBefore);

    [Theory]
    [InlineData("bce")]
    [InlineData("lmh")]
    [InlineData("lpf")]
    [InlineData("rubi")]
    public void Halves_give_the_loss_and_the_gradients_of_the_whole_batch(string objective)
    {
        using DisposeScope scope = NewDisposeScope();
        ObjectiveOptions options = new() { Name = objective, QuestionBranch = objective == "rubi" };
        (float loss, Dictionary<string, Tensor> gradients) = Gradients(options, halves: true);
        (float expected, Dictionary<string, Tensor> expectedGradients) = Gradients(options, halves: false);

        Assert.Equal(expected, loss, 1e-5f);
        Assert.Equal(expectedGradients.Keys.Order(), gradients.Keys.Order());
        foreach ((string name, Tensor gradient) in gradients) Assert.True(gradient.allclose(expectedGradients[name], 1e-4, 1e-6), name);
    }

    [Fact]
    public void Training_twice_from_one_seed_gives_the_same_bits() => Assert.Equal(TrainedWeights(), TrainedWeights());

    [Fact]
    public void Both_halves_draw_masks_of_their_own()
    {
        using DisposeScope scope = NewDisposeScope();
        using Lxmert model = ToyWorld.Model();
        using BatchHalves halves = new(model);
        Tensor[] masks = halves.Forward(_batch, 1, 1, _ => [model.Dropout.Factors([64], ScalarType.Float32, 0.5, training: true)!]);
        Tensor[] parts = masks[0].chunk(2);
        Assert.Equal(128, masks[0].numel());
        Assert.False(parts[0].eq(parts[1]).all().ToBoolean());
    }

    [Fact]
    public void What_a_half_throws_comes_out_and_the_next_batch_works()
    {
        using DisposeScope scope = NewDisposeScope();
        using Lxmert model = ToyWorld.Model();
        using BatchHalves halves = new(model);
        Assert.Throws<FormatException>(() => halves.Forward(_batch, 1, 1, _ => throw new FormatException("no")));
        Assert.Equal(Rows, halves.Forward(_batch, 1, 1, part => [part.TokenIds.detach()])[0].shape[0]);
    }

    [Fact]
    public void A_few_rows_are_run_whole()
    {
        using DisposeScope scope = NewDisposeScope();
        using Lxmert model = ToyWorld.Model();
        using BatchHalves halves = new(model);
        int calls = 0;
        Count(_batch.Rows(0, 5));
        Assert.Equal(1, calls);
        Count(_batch);
        Assert.Equal(3, calls);

        void Count(TensorBatch batch) => halves.Forward(batch, 1, 1, part =>
        {
            Interlocked.Increment(ref calls);
            return [part.Features];
        });
    }

    private (float Loss, Dictionary<string, Tensor> Gradients) Gradients(ObjectiveOptions options, bool halves)
    {
        set_num_threads(halves ? 2 : 1);
        using Lxmert model = ToyWorld.Model();
        model.eval();
        using Objective objective = ObjectiveFactory.Create(options, hidden: 16, answers: 4, seed: 2);
        using BatchHalves runner = new(model);
        Tensor[] states = runner.Forward(_batch, 1, 1, part =>
        {
            Encoding encoding = model.Encode(part);
            return [encoding.Pooled, encoding.QuestionState];
        });
        Tensor loss = objective.Loss(new ModelOutput(model.Answer(states[0]), states[0], states[1]), _batch);
        loss.backward();
        runner.Backward();
        IEnumerable<(string name, Parameter parameter)> all = model.named_parameters().Concat(objective.named_parameters());
        return (loss.ToSingle(), all.Where(p => p.parameter.grad is not null).ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
    }

    private float[] TrainedWeights()
    {
        using Lxmert model = ToyWorld.Model();
        using LearnedMixin objective = new(16, seed: 7);
        using TrainingStep step = new(objective, new WeightTraining(model), new StepOptions { LearningRate = 1e-3, Schedule = new LearningRateSchedule(Decay.None, 0, 1) });
        for (int i = 0; i < 5; i++) step.Run(_batch);
        return [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
    }
}
