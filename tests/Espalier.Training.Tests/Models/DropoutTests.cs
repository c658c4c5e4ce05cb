using System.Runtime.InteropServices;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 0.1)]
    [InlineData(ScalarType.Float32, 0.5)]
    [InlineData(ScalarType.BFloat16, 0.1)]
    [InlineData(ScalarType.BFloat16, 0.5)]
    public void Factors_drop_at_the_rate_and_keep_the_mean(ScalarType type, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor factors = new DropoutSource().Factors([1_000_003], type, rate, training: true)!.to_type(ScalarType.Float32);
        Assert.Equal(rate, factors.eq(0).to_type(ScalarType.Float32).mean().ToDouble(), 0.003);
        Assert.Equal(1, factors.mean().ToDouble(), 0.003);
        Assert.Equal(2, factors.unique().output.numel());
    }

    [Fact]
    public void The_same_step_draws_the_same_masks_whatever_came_before()
    {
        using DisposeScope scope = NewDisposeScope();
        DropoutSource first = new(), resumed = new();
        first.BeginStep(7, 41);
        Draw(first);
        first.BeginStep(7, 42);
        resumed.BeginStep(7, 42);
        Assert.Equal(Draw(first), Draw(resumed));
        Assert.Equal(Draw(first), Draw(resumed));
    }

    [Fact]
    public void Masks_differ_between_calls_steps_and_seeds()
    {
        using DisposeScope scope = NewDisposeScope();
        DropoutSource source = new();
        source.BeginStep(1, 1);
        List<float[]> masks = [Draw(source), Draw(source)];
        source.BeginStep(1, 2);
        masks.Add(Draw(source));
        source.BeginStep(2, 1);
        masks.Add(Draw(source));
        Assert.Equal(4, masks.DistinctBy(mask => string.Join(' ', mask)).Count());
    }

    [Fact]
    public void Nothing_is_dropped_outside_training_or_at_rate_zero()
    {
        Assert.Null(new DropoutSource().Factors([4], ScalarType.Float32, 0.5, training: false));
        Assert.Null(new DropoutSource().Factors([4], ScalarType.Float32, 0, training: true));
    }

    [Fact]
    public void A_mask_that_does_not_end_on_a_whole_vector_begins_like_a_longer_one()
    {
        byte[] shorter = new byte[4 * 13], longer = new byte[4 * 64];
        DropoutMask.Fill(shorter, ScalarType.Float32, 0.5, 9);
        DropoutMask.Fill(longer, ScalarType.Float32, 0.5, 9);
        Assert.Equal(longer[..shorter.Length], shorter);
    }

    [Fact]
    public void The_numbers_are_the_same_on_every_machine()
    {
        byte[] mask = new byte[4 * 16];
        DropoutMask.Fill(mask, ScalarType.Float32, 0.5, 1);
        Assert.Equal("##..#.......#...", string.Concat(MemoryMarshal.Cast<byte, float>(mask).ToArray().Select(factor => factor == 0 ? '.' : '#')));
    }

    private static float[] Draw(DropoutSource source) => source.Factors([64], ScalarType.Float32, 0.5, training: true)!.data<float>().ToArray();
}
