using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>The question's input states: dropout(LayerNorm(word + position + type)), in fp32.</summary>
internal sealed class LxmertEmbeddings : nn.Module
{
    // Of all three tables in the reference.
    private const long Padding = 0;

    private readonly MaskableEmbedding word_embeddings;
    private readonly MaskableEmbedding position_embeddings;
    private readonly MaskableEmbedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly LayerSettings _settings;

    public LxmertEmbeddings(LxmertConfig config, LayerSettings settings) : base(nameof(LxmertEmbeddings))
    {
        word_embeddings = new MaskableEmbedding(config.VocabularySize, config.HiddenSize, settings.Device, Padding);
        position_embeddings = new MaskableEmbedding(config.PositionCount, config.HiddenSize, settings.Device, Padding);
        token_type_embeddings = new MaskableEmbedding(config.TokenTypeCount, config.HiddenSize, settings.Device, Padding);
        LayerNorm = settings.Norm();
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>States [..., H] of ids [...].</summary>
    /// <param name="ids">Word pieces.</param>
    /// <param name="positions">Where they stand in their questions, [...] or what broadcasts to it.</param>
    /// <param name="types">Token types [...]; without them all are type 0.</param>
    public Tensor Forward(Tensor ids, Tensor positions, Tensor? types)
    {
        Tensor type = token_type_embeddings.Forward(types ?? zeros(1, ScalarType.Int64, ids.device));
        Tensor sum = word_embeddings.Forward(ids) + (position_embeddings.Forward(positions) + type);
        return _settings.Dropout.Apply(LayerNorm.forward(sum), _settings.HiddenDropout, training);
    }
}
