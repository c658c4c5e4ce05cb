using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>What pre-training puts on the states of a model that reads pictures and writes; what it writes comes from its own language head.</summary>
internal sealed class WritingHeads : nn.Module
{
    private readonly Linear matching;
    private readonly PatchLabelHead patches;

    public WritingHeads(MplugConfig config, ulong seed) : base(nameof(WritingHeads))
    {
        (matching, patches) = (nn.Linear(config.HiddenSize, 2), new PatchLabelHead(config));
        RegisterComponents();
        WeightInitializer.Fill(this, config.InitializerRange, seed);
    }

    /// <summary>The labels of patches.</summary>
    public PatchLabelHead Patches => patches;

    /// <summary>Cross-entropy of "text and image belong together", from fused states [M, H] and labels int64 [M].</summary>
    public Tensor Matching(Tensor states, Tensor labels) => nn.functional.cross_entropy(matching.forward(states), labels);
}
