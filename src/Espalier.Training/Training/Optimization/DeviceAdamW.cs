using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training.Optimization;

/// <summary>AdamW in plain tensor operations, for values that are not in this process's memory (CUDA). Slower, same formulas.</summary>
internal sealed class DeviceAdamW(IReadOnlyList<TrainedTensor> tensors, AdamWOptions options) : AdamW(tensors, options)
{
    private protected override void PublishLeaves()
    {
        using IDisposable scope = NewDisposeScope(), frozen = no_grad();
        foreach (TrainedTensor tensor in Tensors) Publish(tensor);
    }

    private protected override double Norm(Tensor?[] gradients)
    {
        Tensor[] squares = [.. Tensors.Zip(gradients).Where(pair => pair.Second is not null)
            .Select(pair => Gradient(pair.First, pair.Second!).square().sum(ScalarType.Float64))];
        return squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).sum().ToDouble());
    }

    private protected override void Apply(Tensor?[] gradients, float clip, AdamWStep[] steps)
    {
        for (int i = 0; i < Tensors.Count; i++)
        {
            if (gradients[i] is null) continue;
            using IDisposable scope = NewDisposeScope();
            AdamWStep step = steps[i];
            Tensor gradient = Gradient(Tensors[i], gradients[i]!) * clip;
            FirstMoments[i].mul_(step.Beta1).add_(gradient * (1 - step.Beta1));
            SecondMoments[i].mul_(step.Beta2).add_(gradient * gradient * (1 - step.Beta2));
            Tensors[i].Value.sub_(FirstMoments[i] / (SecondMoments[i].sqrt() + step.Epsilon) * step.StepSize).mul_(1 - step.Shrink);
            Publish(Tensors[i]);
        }
    }

    private static Tensor Gradient(TrainedTensor tensor, Tensor gradient)
    {
        Tensor single = gradient.to_type(ScalarType.Float32);
        return tensor.Factor is { } factor ? single * factor : single;
    }

    private static void Publish(TrainedTensor tensor)
    {
        if (tensor.Publication == Publication.Copy) tensor.Leaf.copy_(tensor.Value);
        if (tensor.Publication == Publication.Threshold)
            tensor.Leaf.copy_(tensor.Factor! * tensor.Value.gt(tensor.Threshold).to_type(ScalarType.Float32));
    }
}
