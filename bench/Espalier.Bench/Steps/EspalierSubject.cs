using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;

namespace Espalier.Bench.Steps;

/// <summary>The library's own step, as a recipe's stage takes it.</summary>
internal sealed class EspalierSubject : IStepSubject
{
    private readonly BinaryCrossEntropy _objective = new();
    private readonly Lxmert _model;
    private readonly TrainingStep _step;

    public EspalierSubject(Lxmert model, int stage, int? microBatch = null, bool dropout = true)
    {
        _model = model;
        Parameterization = stage == 1
            ? new WeightTraining(model)
            : new MaskTraining(model, Allocation.Uniform(PrunableMatrices.Describe(model), Subject.Sparsity));
        _step = new TrainingStep(_objective, Parameterization, new StepOptions
        {
            LearningRate = Subject.LearningRate,
            Schedule = new LearningRateSchedule(Decay.None, 0, 1),
            MicroBatch = microBatch,
            Dropout = dropout,
        });
    }

    public Parameterization Parameterization { get; }

    public double Step(TensorBatch batch) => _step.Run(batch).Loss;

    public void Dispose()
    {
        _step.Dispose();
        _model.Dispose();
        _objective.Dispose();
    }
}
