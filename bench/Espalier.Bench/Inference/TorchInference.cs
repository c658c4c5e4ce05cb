using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Inference;

/// <summary>The trained model itself: dense matrices, libtorch.</summary>
internal sealed class TorchInference(VqaBackbone model, TensorBatch batch) : IInferenceSubject
{
    public string Name => "libtorch";

    public float[] Run()
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return model.Forward(batch).Logits.data<float>().ToArray();
    }

    public void Dispose() => model.Dispose();
}
