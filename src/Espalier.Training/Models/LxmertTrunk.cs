using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>LXMERT without a task head, the part of a checkpoint under the name "lxmert".</summary>
internal sealed class LxmertTrunk : nn.Module
{
    private readonly TextEmbeddings embeddings;
    private readonly LxmertEncoder encoder;
    private readonly Pooler pooler;
    private readonly LayerSettings _settings;

    public LxmertTrunk(LxmertConfig config, LayerSettings settings) : base(nameof(LxmertTrunk))
    {
        (embeddings, encoder, pooler) = (new TextEmbeddings(config, settings, paddedTables: true), new LxmertEncoder(config, settings), new Pooler(settings));
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>How the states of a batch lie: packed where our attention kernel can work, and nobody wants to see padding.</summary>
    public (Sequences Words, Sequences Regions) Arrange(TensorBatch batch, ScalarType compute, bool padded) =>
        Sequences.Of(batch, packed: !padded && FusedAttention.Supports(batch.TokenIds.device, compute, _settings.HeadSize));

    /// <summary>The states, in the compute precision, with the first ones as [B, H].</summary>
    public EncoderStates Encode(TensorBatch batch, Sequences words, Sequences regions, ScalarType compute, bool whole, ActivationTrace? trace)
    {
        long length = batch.TokenIds.shape[1];
        Tensor positions = words.IsPacked ? words.Positions().remainder(length) : arange(length, ScalarType.Int64, batch.TokenIds.device);
        Tensor? types = batch.TokenTypes is { } given ? words.Arrange(given) : null;
        Tensor language = embeddings.Forward(words.Arrange(batch.TokenIds), positions, types).In(compute);
        Tensor features = regions.Arrange(batch.Features).In(compute), boxes = regions.Arrange(batch.Boxes).In(compute);
        EncoderStates states = encoder.Forward(language, words, features, boxes, regions, whole, trace);
        return states with { First = states.First.flatten(0, -2), Question = states.Question.flatten(0, -2) };
    }

    /// <summary>The pooled states [B, H] of first states [B, H].</summary>
    public Tensor Pool(Tensor first) => pooler.Forward(first);
}
