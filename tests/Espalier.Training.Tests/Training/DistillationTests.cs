using Espalier.Data;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Espalier.Training.Tests.Training;

public sealed class DistillationTests : IDisposable
{
    private const double Weight = 0.7;
    private readonly int _threadsBefore = get_num_threads();

    public DistillationTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(_threadsBefore);

    [Fact]
    public void The_gradient_of_a_distance_is_that_of_the_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = tensor(new float[] { 3, 4 }, requires_grad: true);
        Tensor distance = Distillation.Distance(student, tensor(new float[] { 0, 2 }));
        distance.sum().backward();
        // cos = 4/5; d(1 - cos)/ds = (cos s/|s| - t/|t|) / |s| = ((0.48, 0.64) - (0, 1)) / 5.
        Assert.Equal(0.2, distance.ToDouble(), 1e-6);
        Assert.Equal([0.096, -0.072], student.grad!.data<float>().Select(each => Math.Round(each, 6)));
    }

    // LXMERT: 2 language layers, 1 object layer, 2 cross layers with two lists of states each; mPLUG: 2 of vision, 2 of text, 4 fusion layers, one of which
    // changes the image too.
    [Theory]
    [InlineData("lxmert", 2 + 1 + 2 * 2)]
    [InlineData("visualbert", 2)]
    [InlineData("mplug", 2 + 2 + 4 + 1)]
    public void The_loss_is_the_mean_over_layers_of_the_mean_over_real_states(string backbone, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = TinyBackbones.Batch(backbone);
        VqaBackbone student = TinyBackbones.Model(backbone), teacher = Teacher(backbone);
        student.eval();
        teacher.eval();
        (Tensor States, Tensor? Mask)[] own = Padded(student, batch), other = Padded(teacher, batch);
        double expected = Weight * own.Zip(other, (one, two) => Mean(one.States, two.States, one.Mask)).Average();

        using Distillation distillation = new(teacher, Weight);
        (Encoding encoding, Tensor distances, Tensor counts) = distillation.Encode(student, batch);

        Assert.Equal(layers, own.Length);
        Assert.Equal([batch.TokenIds.shape[0], layers], distances.shape);
        Assert.Equal(expected, distillation.Loss(distances, counts).ToDouble(), 1e-5);
        Assert.True(encoding.Pooled.allclose(student.Encode(batch).Pooled, 1e-4, 1e-5));
    }

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void Every_gradient_is_that_of_half_the_squared_distance_of_unit_vectors(string backbone)
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = TinyBackbones.Batch(backbone);
        VqaBackbone student = TinyBackbones.Model(backbone), oracle = TinyBackbones.Model(backbone), teacher = Teacher(backbone);
        using Distillation distillation = new(teacher, Weight);
        student.eval();
        oracle.eval();
        (_, Tensor distances, Tensor counts) = distillation.Encode(student, batch);
        distillation.Loss(distances, counts).backward();

        // |s/|s| - t/|t||^2 / 2 = 1 - cos(s, t), over padded states.
        Tensor[] terms = [.. Padded(oracle, batch).Zip(Padded(teacher, batch), (one, two) =>
        {
            Tensor difference = nn.functional.normalize(one.States, dim: -1) - nn.functional.normalize(two.States, dim: -1).detach();
            Tensor each = difference.square().sum(-1) / 2;
            return one.Mask is { } mask ? (each * mask).sum() / mask.sum() : each.mean();
        })];
        (Weight * stack(terms).mean()).backward();

        Dictionary<string, Parameter> expected = oracle.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Assert.Contains(expected.Values, parameter => parameter.grad is not null);
        foreach ((string name, Parameter parameter) in student.named_parameters())
        {
            Assert.Equal(expected[name].grad is null, parameter.grad is null);
            if (parameter.grad is { } gradient) Assert.True(gradient.allclose(expected[name].grad!, 1e-3, 1e-6), name);
        }
        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Halves_of_a_batch_give_the_loss_and_gradient_of_the_whole()
    {
        StepOutcome whole = Step(threads: 1), halves = Step(threads: 2);
        Assert.Equal(whole.Loss, halves.Loss, 1e-5);
        Assert.Equal(whole.GradientNorm, halves.GradientNorm, 1e-4);

        static StepOutcome Step(int threads)
        {
            set_num_threads(threads);
            using Lxmert model = ToyWorld.Model(), teacher = Other();
            using Distillation distillation = new(teacher, Weight);
            using LearnedMixin objective = new(16, seed: 7);
            using TrainingStep step = new(objective, new WeightTraining(model), Options() with { Dropout = false }, distillation);
            return step.Run(Batch());
        }
    }

    [Fact]
    public void A_model_is_at_no_distance_from_itself_and_the_loss_is_that_of_the_objective()
    {
        double[] losses = [.. new[] { false, true }.Select(distilled =>
        {
            using Lxmert model = ToyWorld.Model(), teacher = ToyWorld.Model();
            using Distillation distillation = new(teacher, Weight);
            using LearnedMixin objective = new(16, seed: 7);
            using TrainingStep step = new(objective, new WeightTraining(model), Options() with { Dropout = false }, distilled ? distillation : null);
            return step.Run(Batch()).Loss;
        })];
        Assert.Equal(losses[0], losses[1], 1e-5);
    }

    [Fact]
    public void Masks_trained_with_a_teacher_stay_nearer_to_it_and_the_teacher_stays_as_it_is()
    {
        double[] distances = [.. new[] { false, true }.Select(distilled =>
        {
            using DisposeScope scope = NewDisposeScope();
            using Lxmert model = ToyWorld.Model(), teacher = ToyWorld.Model();
            using Distillation distillation = new(teacher, 20);
            float[] before = [.. teacher.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
            using MaskTraining masks = ToyWorld.Masks(model, 0.6);
            using LearnedMixin objective = new(16, seed: 7);
            using TrainingStep step = new(objective, masks, Options(), distilled ? distillation : null);
            for (int i = 0; i < 40; i++)
            {
                if (masks.BeginStep(i, 0) is not null) step.Optimizer.Publish();
                step.Run(Batch());
            }
            masks.Verify();
            Assert.Equal(before, teacher.parameters().SelectMany(parameter => parameter.data<float>().ToArray()));
            model.eval();
            (_, Tensor sums, Tensor counts) = distillation.Encode(model, Batch());
            return distillation.Loss(sums, counts).ToDouble();
        })];
        Assert.True(distances[1] < 0.8 * distances[0], $"{distances[1]} with the teacher, {distances[0]} without");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_is_above_0_and_finite(double weight)
    {
        using Lxmert teacher = ToyWorld.Model();
        Assert.Throws<ArgumentOutOfRangeException>(() => new Distillation(teacher, weight));
    }

    [Fact]
    public void The_description_tells_weight_and_teacher()
    {
        string[] told = [.. new[] { (ToyWorld.Model(), 0.5), (ToyWorld.Model(), 0.5), (ToyWorld.Model(), 0.6), (Other(), 0.5) }.Select(each =>
        {
            using Distillation distillation = new(each.Item1, each.Item2);
            return distillation.Description;
        })];
        Assert.Equal(told[0], told[1]);
        Assert.Equal(3, told.Distinct().Count());
    }

    private static StepOptions Options() => new() { LearningRate = 3e-3, Schedule = new LearningRateSchedule(Decay.None, 0, 1) };

    private static VqaBackbone Teacher(string backbone) => TinyBackbones.Config(backbone).Create(seed: 8);

    private static Lxmert Other() => new(ToyWorld.Model().Config, seed: 4);

    private static (Tensor States, Tensor? Mask)[] Padded(VqaBackbone model, TensorBatch batch)
    {
        ActivationTrace trace = new();
        model.Encode(batch, trace);
        Tensor? joint = batch.TokenMask is { } words && batch.RegionMask is { } regions ? cat([words, regions], 1) : null;
        return
        [
            .. trace.LanguageStates.Select(states => (states, batch.TokenMask)),
            .. trace.VisionStates.Select(states => (states, batch.RegionMask)),
            .. trace.JointStates.Skip(1).Select(states => (states, joint)),
        ];
    }

    private static double Mean(Tensor student, Tensor teacher, Tensor? mask)
    {
        float[] one = student.detach().contiguous().data<float>().ToArray(), two = teacher.detach().contiguous().data<float>().ToArray();
        float[]? real = mask?.contiguous().data<float>().ToArray();
        int width = (int)student.shape[2];
        double sum = 0, count = 0;
        for (int at = 0; at < one.Length / width; at++)
        {
            if (real is not null && real[at] == 0) continue;
            double product = 0, first = 0, second = 0;
            for (int i = at * width; i < (at + 1) * width; i++)
            {
                product += one[i] * two[i];
                first += one[i] * one[i];
                second += two[i] * two[i];
            }
            sum += 1 - product / Math.Sqrt(first * second);
            count++;
        }
        return sum / count;
    }

    private static TensorBatch Batch()
    {
        QuestionSet set = ToyWorld.Train;
        BatchAssembler assembler = new(set.Questions, set.Priors, set.Features);
        VqaBatch batch = assembler.CreateBatch(33);
        assembler.Fill([.. Enumerable.Range(0, 33)], batch);
        return BatchTensors.Of(batch, CPU, maskPadding: true);
    }
}
