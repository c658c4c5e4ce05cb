using Espalier.Numerics;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The dropout of a model (Srivastava et al. 2014). Masks depend only on a seed, the step and how many masks the step has drawn before, so a resumed run draws
/// the same ones without any saved generator state, on every device. Filling the mask in managed code takes a twentieth of the time
/// of libtorch's own dropout on CPUs.
/// </summary>
public sealed class DropoutSource
{
    private readonly AsyncLocal<Draws?> _draws = new();

    /// <summary>Starts the masks of a training step on the present thread; call it before the step's forward pass.</summary>
    /// <param name="seed">The seed of the run or stage.</param>
    /// <param name="step">The number of the step, counted over the whole stage; each micro-batch needs its own.</param>
    /// <param name="part">Tells apart the threads that work on one step; 0 where there is only one.</param>
    public void BeginStep(ulong seed, long step, int part = 0)
    {
        ulong ofStep = SplitMix.Hash(seed, (ulong)step);
        _draws.Value = new Draws { Seed = part == 0 ? ofStep : SplitMix.Hash(ofStep, (ulong)part) };
    }

    /// <summary>Sets each element to 0 with probability <paramref name="rate"/> and scales the rest so that the mean stays.</summary>
    /// <param name="x">Activations of any shape, float32 or bfloat16.</param>
    /// <param name="rate">The rate, at least 0 and below 1.</param>
    /// <param name="training">Whether to do anything at all.</param>
    internal Tensor Apply(Tensor x, double rate, bool training)
    {
        if (Factors(x.shape, x.dtype, rate, training) is not { } factors) return x;
        return x * (x.device_type == TorchSharp.DeviceType.CPU ? factors : factors.to(x.device));
    }

    /// <summary>The factors that <see cref="Apply"/> multiplies with, on the CPU; null where there is nothing to do.</summary>
    internal Tensor? Factors(ReadOnlySpan<long> shape, ScalarType type, double rate, bool training)
    {
        if (!training || rate == 0) return null;
        Tensor factors = empty(shape, type, CPU);
        Draws draws = _draws.Value ??= new Draws();
        DropoutMask.Fill(factors.bytes, type, rate, SplitMix.Hash(draws.Seed, draws.Calls++));
        return factors;
    }

    /// <summary>How far the masks of the present thread have come.</summary>
    internal Mark Here() => _draws.Value is { } draws ? new Mark(draws.Seed, draws.Calls) : default;

    /// <summary>Lets the present thread draw the masks after a mark, once more.</summary>
    internal void GoTo(Mark mark) => _draws.Value = new Draws { Seed = mark.Seed, Calls = mark.Calls };

    /// <summary>A place in the row of masks of a step.</summary>
    internal readonly record struct Mark(ulong Seed, ulong Calls);

    private sealed class Draws
    {
        public ulong Seed { get; init; }

        public ulong Calls { get; set; }
    }
}
