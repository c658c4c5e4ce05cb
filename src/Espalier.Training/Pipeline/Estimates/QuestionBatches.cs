using Espalier.Data;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;
using TorchSharp;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Batches of a recipe's own questions, in the order of its first epoch.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="data">Prepared for the backbone.</param>
/// <param name="device">Where the model is.</param>
internal sealed class QuestionBatches(Recipe recipe, PreparedData data, torch.Device device) : ICalibrationBatches
{
    private readonly QuestionSet _train = data.Set(PartNames.Train);
    private readonly int[] _order = BatchOrder.Permutation(data.Set(PartNames.Train).Count, recipe.Seed, 0);
    private int _next;

    public TensorBatch Make(int rows)
    {
        BatchAssembler assembler = new(_train.Questions, _train.Priors, _train.Features, _train.Pictures, _train.Answers);
        VqaBatch batch = assembler.CreateBatch(rows);
        assembler.Fill([.. Enumerable.Range(_next, rows).Select(row => _order[row % _order.Length])], batch, recipe.Seed);
        _next = (_next + rows) % _order.Length;
        return BatchTensors.Of(batch, device, _train.MaskPadding);
    }

    public void SetAnswers(VqaBackbone model) => model.SetAnswers(data.Vocabulary, data.Tokenizer, recipe.Model.Shortlist);
}
