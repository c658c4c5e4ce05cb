using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Objectives;

/// <summary>A batch with only what objectives read.</summary>
internal static class LossBatch
{
    public static TensorBatch Of(Tensor targets, Tensor bias, Tensor labels)
    {
        Tensor unused = zeros(0);
        return new() { TokenIds = unused, Features = unused, Boxes = unused, Targets = targets, Bias = bias, HardLabels = labels };
    }
}
