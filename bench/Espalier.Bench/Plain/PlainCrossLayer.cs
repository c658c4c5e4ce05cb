using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A cross-modality layer, computed whole as in Hugging Face's model.</summary>
internal sealed class PlainCrossLayer : nn.Module
{
    private readonly PlainCrossAttention visual_attention;
    private readonly PlainSelfAttention lang_self_att;
    private readonly PlainSelfAttention visn_self_att;
    private readonly PlainIntermediate lang_inter;
    private readonly PlainResidualOutput lang_output;
    private readonly PlainIntermediate visn_inter;
    private readonly PlainResidualOutput visn_output;

    public PlainCrossLayer(PlainLayers layers) : base(nameof(PlainCrossLayer))
    {
        visual_attention = new PlainCrossAttention(layers);
        (lang_self_att, visn_self_att) = (new PlainSelfAttention(layers), new PlainSelfAttention(layers));
        (lang_inter, visn_inter) = (new PlainIntermediate(layers), new PlainIntermediate(layers));
        int inner = layers.Config.IntermediateSize;
        (lang_output, visn_output) = (new PlainResidualOutput(layers, inner), new PlainResidualOutput(layers, inner));
        RegisterComponents();
    }

    public (Tensor Language, Tensor Vision) Forward(Tensor language, Tensor languageMask, Tensor vision, Tensor visionMask)
    {
        Tensor languageRead = lang_self_att.Forward(visual_attention.Forward(language, vision, visionMask), languageMask);
        Tensor visionRead = visn_self_att.Forward(visual_attention.Forward(vision, language, languageMask), visionMask);
        return (
            lang_output.Forward(lang_inter.Forward(languageRead), languageRead),
            visn_output.Forward(visn_inter.Forward(visionRead), visionRead));
    }
}
