using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>LXMERT without its head.</summary>
internal sealed class PlainTrunk : nn.Module
{
    private readonly PlainEmbeddings embeddings;
    private readonly PlainEncoder encoder;
    private readonly PlainPooler pooler;

    public PlainTrunk(PlainLayers layers) : base(nameof(PlainTrunk))
    {
        (embeddings, encoder, pooler) = (new PlainEmbeddings(layers), new PlainEncoder(layers), new PlainPooler(layers));
        RegisterComponents();
    }

    public Tensor Forward(TensorBatch batch)
    {
        Tensor languageMask = Additive(batch.TokenMask!), visionMask = Additive(batch.RegionMask!);
        return pooler.Forward(encoder.Forward(embeddings.Forward(batch.TokenIds), languageMask, batch.Features, batch.Boxes, visionMask));
    }

    private static Tensor Additive(Tensor mask) => (1 - mask.unsqueeze(1).unsqueeze(2)) * -10_000;
}
