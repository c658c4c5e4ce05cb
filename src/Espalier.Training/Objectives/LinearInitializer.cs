using System.Runtime.InteropServices;
using Espalier.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>Draws a linear layer as PyTorch does, uniform in +-1/sqrt(inputs), from an explicit seed.</summary>
internal static class LinearInitializer
{
    /// <summary>Fills weight and bias of a layer on the CPU.</summary>
    public static void Fill(Linear layer, ulong seed)
    {
        SplitMix random = new(seed);
        double bound = 1 / Math.Sqrt(layer.weight!.shape[1]);
        foreach (Tensor parameter in new Tensor[] { layer.weight, layer.bias! })
        {
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(parameter.bytes))
                value = (float)((2 * random.Unit() - 1) * bound);
        }
    }
}
