using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>The kernel, which works on packed states, against the written-out form over padded ones.</summary>
public sealed class AttentionTests
{
    public static TheoryData<int, int, bool> Lengths { get; } = new()
    {
        { 12, 8, true }, { 8, 12, false }, { 1, 12, true }, { 5, 36, true }, { 16, 1, false }, { 3, 17, true },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_kernel_gives_the_values_and_gradients_of_the_written_out_form(int queries, int keys, bool masked)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor output, Tensor[] gradients) = Run(queries, keys, masked, ScalarType.Float32, writtenOut: false);
        (Tensor expected, Tensor[] expectedGradients) = Run(queries, keys, masked, ScalarType.Float32, writtenOut: true);

        Assert.True(output.allclose(expected, 1e-5, 1e-6));
        for (int i = 0; i < gradients.Length; i++) Assert.True(gradients[i].allclose(expectedGradients[i], 1e-4, 1e-5), $"gradient {i}");
    }

    [Fact]
    public void In_bfloat16_the_kernel_is_as_close_to_float32_as_the_written_out_form()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor exact, Tensor[] exactGradients) = Run(12, 8, true, ScalarType.Float32, writtenOut: true);
        (Tensor kernel, Tensor[] kernelGradients) = Run(12, 8, true, ScalarType.BFloat16, writtenOut: false);
        (Tensor plain, Tensor[] plainGradients) = Run(12, 8, true, ScalarType.BFloat16, writtenOut: true);

        Assert.True(Error(kernel, exact) <= 1.2 * Error(plain, exact), $"{Error(kernel, exact)} against {Error(plain, exact)}");
        for (int i = 0; i < kernelGradients.Length; i++)
            Assert.True(Error(kernelGradients[i], exactGradients[i]) <= 1.2 * Error(plainGradients[i], exactGradients[i]), $"gradient {i}");
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            Tensor one = Run(12, 8, true, ScalarType.Float32, writtenOut: false).Gradients[0];
            set_num_threads(3);
            Assert.Equal(one.data<float>().ToArray(), Run(12, 8, true, ScalarType.Float32, writtenOut: false).Gradients[0].data<float>().ToArray());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void With_dropout_the_gradient_is_the_slope_of_the_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        DropoutSource dropout = new();
        AttentionHeads heads = Heads(dropout, rate: 0.4);
        Tensor states = Random(1, 4, 7, 32).requires_grad_(), direction = Random(2, 4, 7, 32);
        Tensor Loss(Tensor x)
        {
            dropout.BeginStep(1, 1);
            Sequences all = Sequences.Packed(4, 7, null);
            return heads.Forward(all.Arrange(x), all, all.Arrange(x), all, null).square().sum();
        }
        Loss(states).backward();
        double slope = (states.grad! * direction).sum().ToDouble();

        double difference = (Loss(states.detach() + 1e-2 * direction) - Loss(states.detach() - 1e-2 * direction)).ToDouble() / 2e-2;

        Assert.Equal(slope, difference, 0.02 * Math.Abs(slope));
    }

    private static (Tensor Output, Tensor[] Gradients) Run(int queries, int keys, bool masked, ScalarType type, bool writtenOut)
    {
        AttentionHeads heads = Heads(new DropoutSource(), rate: 0);
        Tensor states = Random(3, 2, queries, 32).to_type(type).requires_grad_(), context = Random(4, 2, keys, 32).to_type(type).requires_grad_();
        Tensor? mask = null;
        if (masked)
        {
            mask = ones(2, keys);
            mask[0, keys - 1] = 0;
        }
        Sequences from = writtenOut ? Sequences.Padded(null) : Sequences.Packed(2, queries, null);
        Sequences to = writtenOut ? Sequences.Padded(mask) : Sequences.Packed(2, keys, mask);

        Tensor output = heads.Forward(from.Arrange(states), from, to.Arrange(context), to, null).view(2, queries, 32);
        (output.to_type(ScalarType.Float32) * Random(5, 2, queries, 32)).sum().backward();

        return (output.detach(), [states.grad!, context.grad!, .. heads.parameters().Select(p => p.grad!)]);
    }

    private static AttentionHeads Heads(DropoutSource dropout, double rate)
    {
        AttentionHeads heads = new(new LayerSettings(32, 2, 64, 1e-12, 0, rate, dropout, new Recomputation(dropout), CPU));
        WeightInitializer.Fill(heads, 0.3, seed: 1);
        return heads;
    }

    private static Tensor Random(ulong seed, params long[] shape) => randn(shape, generator: new Generator(seed));

    private static double Error(Tensor actual, Tensor exact) => (actual.to_type(ScalarType.Float32) - exact).square().mean().sqrt().ToDouble();
}
