using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>LXMERT without a task head, the part of a checkpoint under the name "lxmert".</summary>
internal sealed class LxmertTrunk : nn.Module
{
    private readonly LxmertEmbeddings embeddings;
    private readonly LxmertEncoder encoder;
    private readonly Pooler pooler;

    public LxmertTrunk(LxmertConfig config, LayerSettings settings) : base(nameof(LxmertTrunk))
    {
        (embeddings, encoder, pooler) = (new LxmertEmbeddings(config, settings), new LxmertEncoder(config, settings), new Pooler(settings));
        RegisterComponents();
    }

    /// <summary>Pooled state [B, H] and the first language state before the cross layers [B, H], in the compute precision.</summary>
    public (Tensor Pooled, Tensor Question) Forward(TensorBatch batch, ScalarType compute, ActivationTrace? trace)
    {
        Tensor language = embeddings.Forward(batch.TokenIds, batch.TokenTypes).In(compute);
        (Tensor final, Tensor question) = encoder.Forward(
            language, Additive(batch.TokenMask), batch.Features.In(compute), batch.Boxes.In(compute), Additive(batch.RegionMask), trace);
        return (pooler.Forward(final), question.squeeze(1));
    }

    // 0 where a position is real and -10,000 where it is padding, as in BERT, [B, 1, 1, S].
    private static Tensor? Additive(Tensor? mask) => mask is null ? null : ((mask - 1) * 10_000).unsqueeze(1).unsqueeze(1);
}
