using Espalier.Numerics;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training.Optimization;

/// <summary>What the golden steps do not reach: clipping, exceptions from decay, rates of masks, missing gradients, and more than one chunk.</summary>
public sealed class AdamWTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_fused_form_computes_what_the_plain_one_does()
    {
        TrainedTensor[] fused = Tensors(), plain = Tensors();
        AdamWOptions options = new() { WeightDecay = 0.1, ClipNorm = 2 };
        using AdamW one = new FusedAdamW(fused, options), other = new DeviceAdamW(plain, options);
        one.Publish();
        other.Publish();
        for (ulong step = 0; step < 3; step++)
        {
            Differentiate(fused, step);
            Differentiate(plain, step);
            Assert.Equal(other.Update(0.01, 0.2), one.Update(0.01, 0.2), 1e-3);
        }
        for (int i = 0; i < fused.Length; i++)
        {
            Assert.True(plain[i].Value.allclose(fused[i].Value, 1e-5, 1e-6), fused[i].Name);
            Assert.True(plain[i].Leaf.to_type(ScalarType.Float32).allclose(fused[i].Leaf.to_type(ScalarType.Float32), 1e-2, 1e-6), fused[i].Name);
            Assert.Null(fused[i].Leaf.grad);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_above_the_norm_are_scaled_down_to_it(bool fused)
    {
        TrainedTensor long1 = Plain("a", [0, 0]), short1 = Plain("a", [0, 0]);
        (long1.Leaf.grad, short1.Leaf.grad) = (tensor(new float[] { 30, 40 }), tensor(new[] { 0.6f, 0.8f }));
        using AdamW clipped = Create([long1], fused, clip: 1), untouched = Create([short1], fused, clip: 0);
        Assert.Equal(50, clipped.Update(0.1, 0.1), 1e-3);
        Assert.Equal(1, untouched.Update(0.1, 0.1), 1e-3);
        Assert.True(clipped.FirstMoments[0].allclose(untouched.FirstMoments[0], 1e-5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tensors_with_a_factor_move_by_so_much_of_the_rate(bool fused)
    {
        TrainedTensor[] tensors = [Plain("visual.a", [1]), Plain("a.visual", [1])];
        foreach (TrainedTensor tensor in tensors) tensor.Leaf.grad = ones(1);
        AdamWOptions options = new() { RateFactors = new Dictionary<string, double> { ["visual."] = 0.25 }, ClipNorm = 0 };
        using AdamW optimizer = fused ? new FusedAdamW(tensors, options) : new DeviceAdamW(tensors, options);
        optimizer.Update(0.1, 0.1);
        Assert.Equal([0.975, 0.9], tensors.Select(tensor => Math.Round(tensor.Value.detach().ToSingle(), 5)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Biases_and_layer_norms_do_not_decay(bool fused)
    {
        TrainedTensor[] tensors = [Plain("a.weight", [1]), Plain("a.bias", [1]), Plain("a.LayerNorm.weight", [1])];
        foreach (TrainedTensor tensor in tensors) tensor.Leaf.grad = zeros(1);
        using AdamW optimizer = Create(tensors, fused, decay: 0.5);
        optimizer.Update(0.1, 0.1);
        Assert.Equal([0.95f, 1, 1], tensors.Select(tensor => tensor.Value.detach().ToSingle()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tensor_without_a_gradient_is_left_alone(bool fused)
    {
        TrainedTensor[] tensors = [Plain("a", [1]), Plain("b", [1])];
        tensors[1].Leaf.grad = ones(1);
        using AdamW optimizer = Create(tensors, fused, decay: 0.5);
        optimizer.Update(0.1, 0.1);
        Assert.Equal((1, 0), (tensors[0].Value.detach().ToSingle(), optimizer.FirstMoments[0].ToSingle()));
        Assert.NotEqual(1, tensors[1].Value.detach().ToSingle());
    }

    [Theory]
    [InlineData(true, float.NaN)]
    [InlineData(false, float.NaN)]
    [InlineData(true, float.PositiveInfinity)]
    public void A_gradient_that_is_no_number_changes_nothing(bool fused, float gradient)
    {
        TrainedTensor[] tensors = [Plain("a", [1]), Plain("b", [1])];
        (tensors[0].Leaf.grad, tensors[1].Leaf.grad) = (ones(1), full(1, gradient));
        using AdamW optimizer = Create(tensors, fused);
        Assert.False(double.IsFinite(optimizer.Update(0.1, 0.1)));
        Assert.Equal(0, optimizer.Steps);
        Assert.All(tensors, tensor => Assert.Equal(1, tensor.Value.detach().ToSingle()));
    }

    private static AdamW Create(TrainedTensor[] tensors, bool fused, double clip = 0, double decay = 0)
    {
        AdamWOptions options = new() { ClipNorm = clip, WeightDecay = decay };
        return fused ? new FusedAdamW(tensors, options) : new DeviceAdamW(tensors, options);
    }

    private static TrainedTensor Plain(string name, float[] values)
    {
        Tensor value = tensor(values).requires_grad_();
        return new TrainedTensor { Name = name, Value = value, Leaf = value };
    }

    /// <summary>One of each kind; the first is longer than a chunk of the fused form, and no multiple of its blocks.</summary>
    private static TrainedTensor[] Tensors()
    {
        Tensor whole = Noise(70_001, 1).requires_grad_(), master = Noise(300, 2), scores = Noise(5000, 3);
        return
        [
            new() { Name = "whole", Value = whole, Leaf = whole },
            new() { Name = "copied", Value = master, Leaf = zeros(300, ScalarType.BFloat16).requires_grad_(), Publication = Publication.Copy },
            new()
            {
                Name = "scored", Value = scores, Leaf = zeros(5000).requires_grad_(), Factor = Noise(5000, 4),
                Publication = Publication.Threshold, Threshold = 0.1f, IsMask = true,
            },
        ];
    }

    private static void Differentiate(TrainedTensor[] tensors, ulong step)
    {
        for (int i = 0; i < tensors.Length; i++)
            tensors[i].Leaf.grad = Noise((int)tensors[i].Value.numel(), (10 * step) + (ulong)i + 5).to_type(tensors[i].Leaf.dtype);
    }

    private static Tensor Noise(int count, ulong seed)
    {
        SplitMix random = new(seed);
        return tensor(Enumerable.Range(0, count).Select(_ => (float)random.Gaussian()).ToArray());
    }
}
