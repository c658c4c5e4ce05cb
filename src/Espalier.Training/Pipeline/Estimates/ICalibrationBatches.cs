using Espalier.Training.Models;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Batches to time a model with.</summary>
internal interface ICalibrationBatches
{
    /// <summary>The next batch, of so many questions, in the current dispose scope, as it is learnt from.</summary>
    TensorBatch Make(int rows);

    /// <summary>Tells a model that writes what it may answer.</summary>
    void SetAnswers(VqaBackbone model);
}
