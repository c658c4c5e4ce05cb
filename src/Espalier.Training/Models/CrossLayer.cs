using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A cross-modality layer of LXMERT (Tan and Bansal 2019): both modalities read each other through one shared cross-attention, each from
/// the other's state before the layer; then each has its own self-attention and feed-forward layer.
/// </summary>
internal sealed class CrossLayer : nn.Module
{
    private readonly CrossAttention visual_attention;
    private readonly SelfAttention lang_self_att;
    private readonly SelfAttention visn_self_att;
    private readonly Intermediate lang_inter;
    private readonly ResidualOutput lang_output;
    private readonly Intermediate visn_inter;
    private readonly ResidualOutput visn_output;
    private readonly Recomputation _recomputation;

    public CrossLayer(LayerSettings settings) : base(nameof(CrossLayer))
    {
        visual_attention = new CrossAttention(settings);
        (lang_self_att, visn_self_att) = (new SelfAttention(settings), new SelfAttention(settings));
        (lang_inter, lang_output) = (new Intermediate(settings), new ResidualOutput(settings, settings.Intermediate));
        (visn_inter, visn_output) = (new Intermediate(settings), new ResidualOutput(settings, settings.Intermediate));
        _recomputation = settings.Recomputation;
        RegisterComponents();
    }

    /// <summary>Language and vision after the layer.</summary>
    public (Tensor Language, Tensor Vision) Forward(
        Tensor language, Sequences words, Tensor vision, Sequences regions, IList<Tensor>? probabilities) =>
        _recomputation.Run(language, vision, (read, seen) => Compute(read, words, seen, regions, probabilities));

    /// <summary>
    /// The first language states after the layer, [B, H] or [B, 1, H]: all that the pooler reads of the last layer. Values and gradients are those
    /// of <see cref="Forward"/>, without the work on states that nobody reads.
    /// </summary>
    public Tensor ForwardFirst(Tensor language, Sequences words, Tensor vision, Sequences regions)
    {
        Tensor read = lang_self_att.ForwardFirst(visual_attention.Forward(language, words, vision, regions), words);
        return lang_output.Forward(lang_inter.Forward(read), read);
    }

    private (Tensor Language, Tensor Vision) Compute(Tensor language, Sequences words, Tensor vision, Sequences regions, IList<Tensor>? probabilities)
    {
        Tensor languageRead = lang_self_att.Forward(visual_attention.Forward(language, words, vision, regions, probabilities), words);
        Tensor visionRead = visn_self_att.Forward(visual_attention.Forward(vision, regions, language, words), regions);
        return (
            lang_output.Forward(lang_inter.Forward(languageRead), languageRead),
            visn_output.Forward(visn_inter.Forward(visionRead), visionRead));
    }
}
