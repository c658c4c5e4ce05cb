using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Reports.Tables;
using Espalier.Splits;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Commands;

/// <summary>`evaluate`: the accuracy of a run's model on a part of its data, or of anybody's predictions.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string?>("run") { Description = "The run's folder; none to score a file of predictions.", Arity = ArgumentArity.ZeroOrOne };
        var model = RunOptions.Model();
        var part = new Option<string>("--part")
        {
            Description = "The part of the run's data: validation-id, validation-ood, test-id, test-ood.",
            HelpName = "part",
            DefaultValueFactory = _ => PartNames.TestOod,
        };
        var predictions = new Option<string?>("--predictions")
        {
            Description = "With a run: writes its answers there, in the VQA submission format. Without: scores that file.",
            HelpName = "file",
        };
        var questions = new Option<string?>("--questions") { Description = "Without a run: the questions, VQA v2 JSON, may be gzip or zip.", HelpName = "file" };
        var annotations = new Option<string?>("--annotations") { Description = "Without a run: the annotations of these questions.", HelpName = "file" };
        var command = new Command("evaluate", "Prints the official VQA accuracy, by answer type and question type, of a run's model or of anybody's predictions.")
        {
            folder, model, part, predictions, questions, annotations,
        };
        command.Validators.Add(result =>
        {
            bool run = result.GetValue(folder) is not null, files = result.GetValue(questions) is not null && result.GetValue(annotations) is not null;
            bool anyFile = result.GetValue(questions) is not null || result.GetValue(annotations) is not null;
            if (run && anyFile) result.AddError("evaluate: a run has its own questions and annotations; give either a run or these files");
            if (!run && !(files && result.GetValue(predictions) is not null)) result.AddError("evaluate: expected a run's folder, or --predictions, --questions and --annotations");
            if (!run && result.GetValue(model) is not null) result.AddError("evaluate: --model is for a run");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(parsed.GetValue(folder) is { } run
            ? EvaluateRun(workplace, run, parsed.GetValue(model), parsed.GetValue(part)!, parsed.GetValue(predictions), cancellation)
            : Score(workplace, parsed.GetValue(predictions)!, parsed.GetValue(questions)!, parsed.GetValue(annotations)!)));
        return command;
    }

    private static int EvaluateRun(Workplace workplace, string folder, string? modelId, string part, string? output, CancellationToken cancellation)
    {
        RunFolder run = RunFolder.Open(folder);
        if (File.Exists(output)) throw new InputException(output, "file", "a file", "a new one, as nothing is overwritten");
        using RunLogger logger = RunLogger.For(run);
        PartEvaluation evaluation = ProgressDisplay.Run(workplace.Screen, progress =>
            new ModelEvaluation(run, workplace.Cache, workplace.Sources, logger, progress).Evaluate(modelId, part, cancellation));
        if (output is not null) PredictionFile.Write(output, evaluation.Predictions);
        Show(workplace, $"{evaluation.Model} on {evaluation.Part}", evaluation.Accuracy);
        return 0;
    }

    private static int Score(Workplace workplace, string predictions, string questions, string annotations)
    {
        VqaDataset dataset = VqaV2Reader.Read(Path.GetFileName(questions), questions, annotations);
        Show(workplace, Path.GetFileName(predictions), AccuracyReport.Of(PredictionFile.ReadFor(predictions, dataset)));
        return 0;
    }

    private static void Show(Workplace workplace, string what, AccuracyReport report)
    {
        workplace.Screen.Write(TableView.Of(AccuracyTables.ByAnswerType(what, report)));
        workplace.Screen.Write(TableView.Of(AccuracyTables.ByQuestionType($"{what}, by question type", report)));
    }
}
