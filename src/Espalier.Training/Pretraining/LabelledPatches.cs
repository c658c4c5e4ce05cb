using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>The labelled patches of a batch of images.</summary>
/// <param name="At">Where they are among the vision states of all images, class tokens included, int64 [M].</param>
/// <param name="Kinds">Their kinds, int64 [M]; the number of kinds stands for the background.</param>
/// <param name="Colours">Their colours, int64 [M]; <see cref="RegionLabelHead.Unlabelled"/> where there is none, the number of colours for the background.</param>
internal sealed record LabelledPatches(Tensor At, Tensor Kinds, Tensor Colours);
