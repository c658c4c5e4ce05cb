using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>One step's inputs and labels. Captions carry the word and matching tasks, questions their answer, all rows the region labels.</summary>
/// <param name="Inputs">B texts with their images, some words and regions hidden, some captions with another image's.</param>
/// <param name="MaskedAt">Positions b T + t of hidden words, int64 [M].</param>
/// <param name="MaskedWords">The words there, int64 [M].</param>
/// <param name="CaptionRows">Rows that are captions, int64.</param>
/// <param name="Matches">1 where a caption is its image's own, int64, one per caption row.</param>
/// <param name="QuestionRows">Rows that are questions, int64.</param>
/// <param name="Answers">Their answers, int64.</param>
/// <param name="Kinds">Kind of each region, int64 [B, R], -100 where there is no label.</param>
/// <param name="Colours">Colour of each region, int64 [B, R], -100 where there is no label.</param>
internal sealed record PretrainingBatch(
    TensorBatch Inputs, Tensor MaskedAt, Tensor MaskedWords, Tensor CaptionRows, Tensor Matches, Tensor QuestionRows, Tensor Answers, Tensor Kinds, Tensor Colours);
