using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>The times of stages from those of steps and questions, each timed once: stages of one number differ in their objectives alone, which cost little.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="work">How many questions there are.</param>
/// <param name="calibration">What times.</param>
internal sealed class StageTimes(Recipe recipe, Workload work, Calibration calibration)
{
    private readonly Dictionary<int, double> _steps = [], _questions = [];

    /// <summary>The seconds of a step, null where there is none, and of all of a stage, null where its questions are not known.</summary>
    public (double? Step, double? All) Of(PlannedStage stage)
    {
        double evaluation = Question(stage.Node) * (work.Validation ?? 0);
        if (stage.Node.OneShot) return (null, work.Validation is null ? null : evaluation);
        if (!_steps.TryGetValue(stage.Node.Stage, out double step)) _steps[stage.Node.Stage] = step = calibration.Step(stage.Node);
        // Before the first step and after each epoch.
        return (step, (stage.Steps * step) + ((1 + stage.Epochs) * evaluation));
    }

    /// <summary>The seconds of the test of some models; null where its questions are not known.</summary>
    public double? Test(IEnumerable<StageNode> models) => work.Test is { } questions ? models.Sum(Question) * questions : null;

    private double Question(StageNode node)
    {
        int batch = StageSetup.EvaluationBatch(recipe, node);
        if (!_questions.TryGetValue(batch, out double seconds)) _questions[batch] = seconds = calibration.Evaluation(batch);
        return seconds;
    }
}
