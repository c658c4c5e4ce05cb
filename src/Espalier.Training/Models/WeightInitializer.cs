using System.Runtime.InteropServices;
using Espalier.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Draws the first weights of a model as the reference does: matrices from N(0, deviation), biases zero, LayerNorms one and zero; in the
/// answer head V uniform in +-1/sqrt(inputs) and g = ||V||. Each parameter has its own stream of random numbers, so that neither the
/// order of drawing nor which of them are wanted changes a value.
/// </summary>
internal static class WeightInitializer
{
    /// <summary>Fills the parameters whose names are wanted (all by default); on the meta device there is nothing to fill.</summary>
    public static void Fill(nn.Module model, double deviation, ulong seed, Func<string, bool>? wanted = null)
    {
        Dictionary<string, Parameter> all = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        string[] names = [.. all.Keys];
        if (all[names[0]].device_type == DeviceType.META) return;
        Parallel.For(0, names.Length, i =>
        {
            if (wanted?.Invoke(names[i]) ?? true) Fill(names[i], all[names[i]], deviation, new SplitMix(SplitMix.Hash(seed, (ulong)i)));
        });
        foreach (string name in names.Where(name => name.EndsWith(".weight_g", StringComparison.Ordinal) && (wanted?.Invoke(name) ?? true)))
        {
            using IDisposable frozen = no_grad();
            using Tensor norm = WeightNormLinear.Norm(all[name[..^1] + 'v']);
            all[name].copy_(norm);
        }
    }

    private static void Fill(string name, Parameter parameter, double deviation, SplitMix random)
    {
        float[] values = new float[parameter.numel()];
        if (name.EndsWith(".weight_v", StringComparison.Ordinal))
            DrawUniform(values, 1 / Math.Sqrt(parameter.shape[1]), random);
        else if (parameter.shape.Length >= 2)
            DrawGaussian(values, deviation, random);
        else if (name.EndsWith(".weight", StringComparison.Ordinal))
            Array.Fill(values, 1f);
        Write(parameter, values);
    }

    private static void DrawUniform(float[] values, double bound, SplitMix random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * random.Unit() - 1) * bound);
    }

    private static void DrawGaussian(float[] values, double deviation, SplitMix random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)(random.Gaussian() * deviation);
    }

    private static void Write(Parameter parameter, float[] values)
    {
        if (parameter.device_type == DeviceType.CPU)
        {
            values.CopyTo(MemoryMarshal.Cast<byte, float>(parameter.bytes));
            return;
        }
        using IDisposable frozen = no_grad();
        using Tensor host = tensor(values, parameter.shape);
        parameter.copy_(host);
    }
}
