using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// CLIP's vision transformer (Radford et al. 2021) as mPLUG reads it: the states of all patches and of the class token, normalised, without CLIP's
/// projection.
/// </summary>
internal sealed class VisionTransformer : nn.Module
{
    private readonly Parameter class_embedding;
    private readonly Parameter positional_embedding;
    private readonly PatchProjection conv1;
    private readonly LayerNorm ln_pre;
    private readonly Layers transformer;
    private readonly LayerNorm ln_post;
    private readonly LayerSettings _settings;

    public VisionTransformer(MplugVisionConfig config, VqaBackbone model, Device device) : base(nameof(VisionTransformer))
    {
        _settings = new LayerSettings(config.Width, config.HeadCount, 4 * config.Width, MplugVisionConfig.LayerNormEpsilon, 0, config.AttentionDropout, model.Dropout, model.Recomputation, device);
        class_embedding = new Parameter(zeros(config.Width, device: device));
        positional_embedding = new Parameter(zeros(config.StateCount, config.Width, device: device));
        conv1 = new PatchProjection(config, device);
        (ln_pre, ln_post) = (_settings.Norm(), _settings.Norm());
        transformer = new Layers(config.LayerCount, _settings);
        RegisterComponents();
    }

    /// <summary>How the states of a batch lie.</summary>
    public Sequences Arrange(long batch, ScalarType compute, bool padded) =>
        padded || !FusedAttention.Supports(class_embedding.device, compute, _settings.HeadSize)
            ? Sequences.Padded(null)
            : Sequences.OfLengths([.. Enumerable.Repeat((int)positional_embedding.shape[0], (int)batch)]);

    /// <summary>States in the compute precision, in the form of <see cref="Arrange"/>: of the class token, then of the patches by rows.</summary>
    /// <param name="images">Normalised pixels [B, 3, S, S].</param>
    /// <param name="states">From <see cref="Arrange"/>.</param>
    /// <param name="compute">The precision.</param>
    /// <param name="trace">If given, the states of every layer are recorded.</param>
    public Tensor Forward(Tensor images, Sequences states, ScalarType compute, ActivationTrace? trace)
    {
        Tensor patches = conv1.Forward(images.In(compute));
        Tensor first = class_embedding.In(compute).expand(images.shape[0], 1, -1);
        Tensor x = ln_pre.forward(cat([first, patches], 1) + positional_embedding.In(compute));
        return ln_post.forward(transformer.Forward(states.Arrange(x), states, trace));
    }

    private sealed class PatchProjection : nn.Module
    {
        private readonly Parameter weight;

        public PatchProjection(MplugVisionConfig config, Device device) : base(nameof(PatchProjection))
        {
            weight = new Parameter(zeros([config.Width, 3, config.PatchSize, config.PatchSize], device: device));
            RegisterComponents();
        }

        // Patches do not overlap, so the convolution is a product of matrices.
        public Tensor Forward(Tensor images)
        {
            (long batch, long patch, long side) = (images.shape[0], weight.shape[2], images.shape[2] / weight.shape[2]);
            Tensor pixels = images.view(batch, 3, side, patch, side, patch).permute(0, 2, 4, 1, 3, 5).reshape(batch, side * side, -1);
            return nn.functional.linear(pixels, weight.flatten(1).In(images.dtype));
        }
    }

    private sealed class Layers : nn.Module
    {
        private readonly ModuleList<VisionLayer> resblocks;

        public Layers(int count, LayerSettings settings) : base(nameof(Layers))
        {
            resblocks = new(Enumerable.Range(0, count).Select(_ => new VisionLayer(settings)).ToArray());
            RegisterComponents();
        }

        public Tensor Forward(Tensor x, Sequences states, ActivationTrace? trace)
        {
            foreach (VisionLayer block in resblocks)
            {
                x = block.Forward(x, states);
                trace?.VisionStates.Add(x);
            }
            return x;
        }
    }
}
