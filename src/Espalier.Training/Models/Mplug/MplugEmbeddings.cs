using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Input states of text: dropout(LayerNorm(word + position + type 0)), in fp32. Only the word table has a padding row.</summary>
internal sealed class MplugEmbeddings : nn.Module
{
    private const long Padding = 0;

    private readonly MaskableEmbedding word_embeddings;
    private readonly MaskableEmbedding position_embeddings;
    private readonly MaskableEmbedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly LayerSettings _settings;

    public MplugEmbeddings(MplugConfig config, LayerSettings settings) : base(nameof(MplugEmbeddings))
    {
        word_embeddings = new MaskableEmbedding(config.VocabularySize, config.HiddenSize, settings.Device, Padding);
        position_embeddings = new MaskableEmbedding(config.PositionCount, config.HiddenSize, settings.Device, padding: null);
        token_type_embeddings = new MaskableEmbedding(config.TokenTypeCount, config.HiddenSize, settings.Device, padding: null);
        LayerNorm = settings.Norm();
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>The word table.</summary>
    public WeightMatrix Words => word_embeddings.Matrix;

    /// <summary>States [..., H] of ids [...] at positions [...], or what broadcasts to them.</summary>
    public Tensor Forward(Tensor ids, Tensor positions)
    {
        Tensor type = token_type_embeddings.Forward(zeros(1, ScalarType.Int64, ids.device));
        Tensor sum = word_embeddings.Forward(ids) + (position_embeddings.Forward(positions) + type);
        return _settings.Dropout.Apply(LayerNorm.forward(sum), _settings.HiddenDropout, training);
    }
}
