using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) over trained tensors with a global gradient clip. An update turns the leaves' gradients into those of the values,
/// moves the values and writes the next leaves. A tensor that got no gradient is left alone, as are its moments.
/// </summary>
public abstract class AdamW : IDisposable
{
    private protected AdamW(IReadOnlyList<TrainedTensor> tensors, AdamWOptions options)
    {
        (Tensors, Options) = (tensors, options);
        using IDisposable frozen = no_grad();
        FirstMoments = [.. tensors.Select(tensor => zeros_like(tensor.Value, requires_grad: false).DetachFromDisposeScope())];
        SecondMoments = [.. tensors.Select(tensor => zeros_like(tensor.Value, requires_grad: false).DetachFromDisposeScope())];
    }

    /// <summary>The tensors that are moved.</summary>
    public IReadOnlyList<TrainedTensor> Tensors { get; }

    /// <summary>The constants.</summary>
    public AdamWOptions Options { get; }

    /// <summary>How many updates there have been; set it together with the moments to go on from a saved state.</summary>
    public long Steps { get; set; }

    /// <summary>The first moments, one for each tensor.</summary>
    public IReadOnlyList<Tensor> FirstMoments { get; }

    /// <summary>The second moments, one for each tensor.</summary>
    public IReadOnlyList<Tensor> SecondMoments { get; }

    /// <summary>Makes the fused form where the values are in this process's memory, and the plain one elsewhere.</summary>
    /// <param name="tensors">What is to be moved, all on one device.</param>
    /// <param name="options">The constants.</param>
    public static AdamW Create(IReadOnlyList<TrainedTensor> tensors, AdamWOptions options) =>
        tensors.All(tensor => tensor.Value.device_type == DeviceType.CPU) ? new FusedAdamW(tensors, options) : new DeviceAdamW(tensors, options);

    /// <summary>Does one update with the gradients that the last backward pass left, and forgets them.</summary>
    /// <param name="learningRate">Of everything but masks, before <see cref="AdamWOptions.RateFactors"/>.</param>
    /// <param name="maskLearningRate">Of real-valued masks.</param>
    /// <returns>The global gradient norm before clipping. If it is not finite nothing has been changed.</returns>
    public double Update(double learningRate, double maskLearningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor?[] gradients = [.. Tensors.Select(tensor => tensor.Structures is { } structures ? structures.Gradient() : tensor.Leaf.grad?.contiguous())];
        double norm = Norm(gradients);
        if (!double.IsFinite(norm)) return norm;
        Steps++;
        double clip = Options.ClipNorm > 0 ? Math.Min(1, Options.ClipNorm / (norm + 1e-6)) : 1;
        AdamWStep[] steps = [.. Tensors.Select(tensor => AdamWStep.Of(
            Options, Steps, (tensor.IsMask ? maskLearningRate : learningRate) * Options.RateFactor(tensor.Name), Options.Decays(tensor.Name)))];
        Apply(gradients, (float)clip, steps);
        ForgetGradients();
        PublishStructures();
        return norm;
    }

    /// <summary>Forgets the gradients that backward passes left.</summary>
    public void ForgetGradients()
    {
        foreach (TrainedTensor tensor in Tensors)
        {
            tensor.Leaf.grad = null;
            tensor.Structures?.Forget();
        }
    }

    /// <summary>Writes every leaf anew, after values or thresholds were changed from outside.</summary>
    public void Publish()
    {
        PublishLeaves();
        PublishStructures();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor moment in FirstMoments.Concat(SecondMoments)) moment.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void PublishLeaves();

    private protected abstract double Norm(Tensor?[] gradients);

    private protected abstract void Apply(Tensor?[] gradients, float clip, AdamWStep[] steps);

    private void PublishStructures()
    {
        foreach (TrainedTensor tensor in Tensors) tensor.Structures?.Publish(tensor.Leaf);
    }
}
