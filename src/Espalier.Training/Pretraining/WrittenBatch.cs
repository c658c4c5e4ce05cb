using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>A batch of <see cref="WrittenTexts"/>.</summary>
/// <param name="Inputs">What is seen, read and written.</param>
/// <param name="JudgedRows">Rows whose text is a caption to be judged, int64 [J].</param>
/// <param name="Matches">Whether each of them is the image's own, int64 [J].</param>
/// <param name="Images">Of each picture, its index in the corpus.</param>
internal sealed record WrittenBatch(TensorBatch Inputs, Tensor JudgedRows, Tensor Matches, int[] Images);
