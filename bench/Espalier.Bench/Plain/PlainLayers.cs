using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>Makes the layers of a plain model: the library's own, or masked ones for stage 2.</summary>
internal sealed record PlainLayers(LxmertConfig Config, bool Masked, float Threshold)
{
    public nn.Module<Tensor, Tensor> Linear(long inputs, long outputs) =>
        Masked ? new PlainMaskedLinear(inputs, outputs, Threshold) : nn.Linear(inputs, outputs);

    public nn.Module<Tensor, Tensor> Words() => Masked
        ? new PlainMaskedEmbedding(Config.VocabularySize, Config.HiddenSize, Threshold)
        : Table(Config.VocabularySize);

    /// <summary>A table that is never masked.</summary>
    public Embedding Table(long rows) => nn.Embedding(rows, Config.HiddenSize, padding_idx: 0);

    public LayerNorm Norm() => nn.LayerNorm(Config.HiddenSize, Config.LayerNormEpsilon);

    public Dropout HiddenDropout() => nn.Dropout(Config.HiddenDropout);
}
