using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Input states of text: dropout(LayerNorm(word + position + type)), in fp32.</summary>
internal sealed class TextEmbeddings : nn.Module
{
    private const long Padding = 0;

    private readonly MaskableEmbedding word_embeddings;
    private readonly MaskableEmbedding position_embeddings;
    private readonly MaskableEmbedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly LayerSettings _settings;

    /// <summary>Makes the tables.</summary>
    /// <param name="config">Their sizes.</param>
    /// <param name="settings">Those of the layers.</param>
    /// <param name="paddedTables">Whether the first row of positions and types is padding too, as in LXMERT's reference: it gets no gradient.</param>
    public TextEmbeddings(BackboneConfig config, LayerSettings settings, bool paddedTables) : base(nameof(TextEmbeddings))
    {
        word_embeddings = new MaskableEmbedding(config.VocabularySize, config.HiddenSize, settings.Device, Padding);
        long? padding = paddedTables ? Padding : null;
        position_embeddings = new MaskableEmbedding(config.PositionCount, config.HiddenSize, settings.Device, padding);
        token_type_embeddings = new MaskableEmbedding(config.TokenTypeCount, config.HiddenSize, settings.Device, padding);
        LayerNorm = settings.Norm();
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>The word table.</summary>
    public WeightMatrix Words => word_embeddings.Matrix;

    /// <summary>States [..., H] of ids [...].</summary>
    /// <param name="ids">Word pieces.</param>
    /// <param name="positions">Where they stand in their texts, [...] or what broadcasts to it.</param>
    /// <param name="types">Token types [...]; without them all are type 0.</param>
    public Tensor Forward(Tensor ids, Tensor positions, Tensor? types = null)
    {
        Tensor type = token_type_embeddings.Forward(types ?? zeros(1, ScalarType.Int64, ids.device));
        Tensor sum = word_embeddings.Forward(ids) + (position_embeddings.Forward(positions) + type);
        return _settings.Dropout.Apply(LayerNorm.forward(sum), _settings.HiddenDropout, training);
    }
}
