using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>Words, positions and types.</summary>
internal sealed class PlainEmbeddings : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> word_embeddings;
    private readonly Embedding position_embeddings;
    private readonly Embedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly Dropout dropout;

    public PlainEmbeddings(PlainLayers layers) : base(nameof(PlainEmbeddings))
    {
        word_embeddings = layers.Words();
        (position_embeddings, token_type_embeddings) = (layers.Table(layers.Config.PositionCount), layers.Table(layers.Config.TokenTypeCount));
        (LayerNorm, dropout) = (layers.Norm(), layers.HiddenDropout());
        RegisterComponents();
    }

    public Tensor Forward(Tensor ids)
    {
        Tensor positions = arange(ids.shape[1], ScalarType.Int64).unsqueeze(0).expand(ids.shape);
        Tensor sum = word_embeddings.forward(ids) + position_embeddings.forward(positions) + token_type_embeddings.forward(zeros_like(ids));
        return dropout.forward(LayerNorm.forward(sum));
    }
}
