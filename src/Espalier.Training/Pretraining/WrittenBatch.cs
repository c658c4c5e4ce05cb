using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>A batch of <see cref="WrittenTexts"/>.</summary>
/// <param name="Inputs">What is seen, read and written.</param>
/// <param name="JudgedRows">Rows whose text is a caption to be judged, int64 [J].</param>
/// <param name="Matches">Whether each of them is the image's own, int64 [J].</param>
/// <param name="LabelledAt">Where there are labelled patches among the vision states of all rows, int64 [M].</param>
/// <param name="Kinds">Their kinds, int64 [M].</param>
/// <param name="Colours">Their colours, int64 [M]; <see cref="RegionLabelHead.Unlabelled"/> where there is none.</param>
internal sealed record WrittenBatch(TensorBatch Inputs, Tensor JudgedRows, Tensor Matches, Tensor LabelledAt, Tensor Kinds, Tensor Colours);
