using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The input states of question and regions: dropout(LayerNorm(.)) of word + position + type for a word, and of projection + position + type for a
/// region, in fp32. A region's position is always 0 and its type 1; its box is not read.
/// </summary>
internal sealed class VisualBertEmbeddings : nn.Module
{
    private readonly Tensor position_ids;
    private readonly MaskableEmbedding word_embeddings;
    private readonly MaskableEmbedding position_embeddings;
    private readonly MaskableEmbedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly MaskableEmbedding visual_token_type_embeddings;
    private readonly MaskableEmbedding visual_position_embeddings;
    private readonly MaskableLinear visual_projection;
    private readonly LayerSettings _settings;

    public VisualBertEmbeddings(VisualBertConfig config, LayerSettings settings) : base(nameof(VisualBertEmbeddings))
    {
        // 0, 1, ..., as the checkpoint keeps them.
        position_ids = arange(config.PositionCount, ScalarType.Int64, settings.Device).unsqueeze(0);
        word_embeddings = Table(config.VocabularySize, config.PaddingWord);
        (position_embeddings, token_type_embeddings) = (Table(config.PositionCount), Table(config.TokenTypeCount));
        LayerNorm = settings.Norm();
        (visual_token_type_embeddings, visual_position_embeddings) = (Table(config.TokenTypeCount), Table(config.PositionCount));
        visual_projection = new MaskableLinear(config.FeatureSize, config.HiddenSize, settings.Device);
        _settings = settings;
        RegisterComponents();

        MaskableEmbedding Table(int rows, long? padding = null) => new(rows, config.HiddenSize, settings.Device, padding);
    }

    /// <summary>The joint states.</summary>
    /// <param name="batch">Ids, types and features.</param>
    /// <param name="sequences">How the states lie, words first.</param>
    /// <param name="compute">The precision of the projection.</param>
    public Tensor Forward(TensorBatch batch, JoinedSequences sequences, ScalarType compute)
    {
        (Sequences words, Sequences regions) = (sequences.First, sequences.Second);
        long length = batch.TokenIds.shape[1];
        Tensor positions = position_ids.select(0, 0).narrow(0, 0, length);
        if (words.IsPacked) positions = positions.index_select(0, words.Positions().remainder(length));
        Tensor types = batch.TokenTypes is { } given ? words.Arrange(given) : zeros(1, ScalarType.Int64, batch.TokenIds.device);
        Tensor text = word_embeddings.Forward(words.Arrange(batch.TokenIds)) + (position_embeddings.Forward(positions) + token_type_embeddings.Forward(types));
        Tensor projected = visual_projection.Forward(regions.Arrange(batch.Features).In(compute)).In(ScalarType.Float32);
        Tensor place = visual_position_embeddings.Forward(zeros(1, ScalarType.Int64, batch.TokenIds.device))
            + visual_token_type_embeddings.Forward(ones(1, ScalarType.Int64, batch.TokenIds.device));
        Tensor joint = LayerNorm.forward(sequences.Join(text, projected + place));
        return _settings.Dropout.Apply(joint, _settings.HiddenDropout, training);
    }
}
