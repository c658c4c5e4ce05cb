using Espalier.Data;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Batches of random numbers in the shapes that a recipe lets expect, as long as its data are not here.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="config">The backbone's shape.</param>
/// <param name="work">The shapes.</param>
/// <param name="device">Where the model is.</param>
internal sealed class RandomBatches(Recipe recipe, BackboneConfig config, Workload work, Device device) : ICalibrationBatches
{
    private int Answers => work.Sizes.Answers ?? 1;

    public TensorBatch Make(int rows)
    {
        TensorBatch batch = new()
        {
            TokenIds = Words(rows, work.MostWords),
            Targets = nn.functional.one_hot(randint(0, Answers, [rows], ScalarType.Int64, device), Answers).to(ScalarType.Float32),
            Bias = rand([rows, Answers], device: device),
            HardLabels = randint(0, Answers, [rows], ScalarType.Int64, device),
        };
        if (config.PictureSide is not { } side)
            return batch with { Features = rand([rows, work.MostRegions, work.Sizes.Features], device: device), Boxes = rand([rows, work.MostRegions, 4], device: device) };
        int written = (int)Math.Round(work.Written);
        return batch with
        {
            Images = randn([rows, 3, side, side], device: device),
            AnswerIds = Written(rows * written).view(rows, written, work.MostPieces),
            AnswerWeights = full([rows, written], 1.0 / written, device: device),
            AnswerBias = rand([rows, written], device: device),
        };
    }

    public void SetAnswers(VqaBackbone model)
    {
        if (model is not Mplug writing) return;
        using Tensor ids = Written(Answers).cpu();
        writing.Candidates = AnswerSequences.OfIds(ids.data<long>().ToArray(), Answers);
        writing.Ranking = writing.Ranking with { Shortlist = recipe.Model.Shortlist };
    }

    // None is padding, whose number is 0.
    private Tensor Words(int rows, int length) => randint(Math.Min(1, config.VocabularySize - 1), config.VocabularySize, [rows, length], ScalarType.Int64, device);

    private Tensor Written(int answers)
    {
        int pieces = (int)Math.Round(work.WrittenPieces);
        return cat([Words(answers, pieces), zeros([answers, work.MostPieces - pieces], ScalarType.Int64, device)], 1);
    }
}
