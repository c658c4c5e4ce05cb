using System.CommandLine;
using Espalier.Answering;
using Espalier.Cli.Engines;
using Espalier.Cli.Terminal;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Tables;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Commands;

/// <summary>`evaluate`: the accuracy of a run's model on a part of its data, or of anybody's predictions.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string?>("run") { Description = "The run's folder, or a packed file, model.esp, to answer a part of --data; none to score a file of predictions.", Arity = ArgumentArity.ZeroOrOne };
        var model = RunOptions.Model();
        var part = new Option<string?>("--part")
        {
            Description = "The part of the data: validation-id, validation-ood, test-id, test-ood (default: test-ood, or test-id where there is none).",
            HelpName = "part",
        };
        var predictions = new Option<string?>("--predictions")
        {
            Description = "With a run or a packed file: writes its answers there, in the VQA submission format. Without: scores that file.",
            HelpName = "file",
        };
        var questions = new Option<string?>("--questions") { Description = "Without a run: the questions, VQA v2 JSON, may be gzip or zip.", HelpName = "file" };
        var annotations = new Option<string?>("--annotations") { Description = "Without a run: the annotations of these questions.", HelpName = "file" };
        var data = new Option<string?>("--data") { Description = "Without a run: a prepared folder, or a run's folder for the data of that run, whose --part was answered, or is answered by the packed file.", HelpName = "folder" };
        var bundle = new Option<string?>("--bundle") { Description = "Without a run: the evaluation bundle of VQA-VS, test_annotations.json.", HelpName = "file" };
        var engine = ModelEngine.Option();
        var command = new Command("evaluate", "Prints the official VQA accuracy, by answer type and question type, of a run's model, of a packed file or of anybody's predictions.")
        {
            folder, model, part, predictions, questions, annotations, data, bundle, engine,
        };
        command.Validators.Add(result =>
        {
            ModelEngine.Validate(result, result.GetValue(folder), engine);
            if (ModelEngine.IsPacked(result.GetValue(folder)))
            {
                if (result.GetValue(data) is null) result.AddError("evaluate: expected --data with a packed file: a prepared folder whose questions it is to answer, or the folder of a run for the data of that run");
                if (result.GetValue(model) is not null || result.GetValue(questions) is not null || result.GetValue(annotations) is not null || result.GetValue(bundle) is not null)
                    result.AddError("evaluate: a packed file takes --data, --part, --predictions and --engine alone");
                return;
            }
            bool run = result.GetValue(folder) is not null, anyFile = result.GetValue(questions) is not null || result.GetValue(annotations) is not null;
            bool files = result.GetValue(questions) is not null && result.GetValue(annotations) is not null;
            int places = (anyFile ? 1 : 0) + (result.GetValue(data) is null ? 0 : 1) + (result.GetValue(bundle) is null ? 0 : 1);
            if (run && places > 0) result.AddError("evaluate: a run has its own questions and annotations; give either a run or these files");
            if (!run && (places != 1 || anyFile && !files || result.GetValue(predictions) is null))
                result.AddError("evaluate: expected a run's folder, or --predictions with --questions and --annotations, with --data, or with --bundle");
            if (!run && (result.GetValue(model) is not null || result.GetValue(engine) is not null)) result.AddError("evaluate: --model is for a run, and --engine for a run or a packed file");
        });
        command.SetAction((parsed, cancellation) =>
        {
            (string? file, string? asksFor, string? computes) = (parsed.GetValue(predictions), parsed.GetValue(part), parsed.GetValue(engine));
            if (parsed.GetValue(folder) is { } asked)
            {
                if (!ModelEngine.IsPacked(asked) && ModelEngine.IsTorch(computes)) return Task.FromResult(EvaluateRun(workplace, asked, parsed.GetValue(model), asksFor, file, cancellation));
                DatasetFolder own = DataOf(workplace, parsed.GetValue(data) ?? asked, cancellation);
                return Task.FromResult(EvaluatePacked(workplace, (asked, parsed.GetValue(model), computes), own, asksFor, file, cancellation));
            }
            if (parsed.GetValue(bundle) is { } path) return Task.FromResult(Score(workplace, file!, VqaVsBundle.Read(path), VqaVsBundle.ReadSets(path)));
            if (parsed.GetValue(data) is not { } prepared)
            {
                string words = parsed.GetValue(questions)!;
                return Task.FromResult(Score(workplace, file!, VqaV2Reader.Read(Path.GetFileName(words), words, parsed.GetValue(annotations)!), null));
            }
            DatasetFolder dataset = DataOf(workplace, prepared, cancellation);
            VqaDataset answered = dataset.ReadPart(asksFor ?? dataset.UsualPart);
            return Task.FromResult(Score(workplace, file!, answered, dataset.ReadShortcuts(answered)));
        });
        return command;
    }

    private static DatasetFolder DataOf(Workplace workplace, string path, CancellationToken cancellation) => !DatasetFolder.Exists(path) && RunFolder.Exists(path)
        ? ProgressDisplay.Run(workplace.Screen, progress => RunDataset.Open(RunFolder.Open(path), workplace.Cache, workplace.Sources, progress, cancellation))
        : DatasetFolder.Open(path);

    private static int EvaluatePacked(
        Workplace workplace, (string Path, string? Id, string? Engine) chosen, DatasetFolder data, string? asksFor, string? output, CancellationToken cancellation)
    {
        PredictionFile.RequireNew(output);
        string part = asksFor ?? data.UsualPart;
        VqaDataset asked = data.ReadPart(part);
        using var opened = PackedRun.Open(chosen.Path, chosen.Id, chosen.Engine);
        PackedModel model = opened.Model;
        IReadOnlyList<(VqaExample Question, string Answer)> answers = ProgressDisplay.Run(workplace.Screen,
            progress => PackedEvaluation.Answer(model, data, asked, progress, cancellation));
        if (output is not null) PredictionFile.Write(output, answers.Select(one => (one.Question.QuestionId, one.Answer)));
        Show(workplace, AccuracyTables.Of($"{model.Description.Lineage.Model} on {part}", answers, data.ReadShortcuts(asked), model.Description.Answers));
        return 0;
    }

    private static int EvaluateRun(Workplace workplace, string folder, string? modelId, string? part, string? output, CancellationToken cancellation)
    {
        RunFolder run = RunFolder.Open(folder);
        PredictionFile.RequireNew(output);
        using RunLogger logger = RunLogger.For(run);
        PartEvaluation evaluation = ProgressDisplay.Run(workplace.Screen, progress =>
            new ModelEvaluation(run, workplace.Cache, workplace.Sources, logger, progress).Evaluate(modelId, part, cancellation));
        if (output is not null) PredictionFile.Write(output, evaluation.Predictions);
        string what = $"{evaluation.Model} on {evaluation.Part}";
        Show(workplace, AccuracyTables.Of(what, evaluation.Accuracy, evaluation.Simple));
        if (evaluation.Shortcuts is { } shortcuts) workplace.Screen.Write(TableView.Of(ShortcutTables.Scores($"{what}, by shortcut", shortcuts, evaluation.SimpleShortcuts)));
        return 0;
    }

    private static int Score(Workplace workplace, string predictions, VqaDataset dataset, ShortcutSets? sets)
    {
        IReadOnlyList<(VqaExample, string)> answers = PredictionFile.ReadFor(predictions, dataset);
        sets?.RequireIn(dataset, dataset.Name);
        Show(workplace, AccuracyTables.Of(Path.GetFileName(predictions), answers, sets));
        return 0;
    }

    private static void Show(Workplace workplace, IEnumerable<ReportTable> tables)
    {
        foreach (ReportTable table in tables) workplace.Screen.Write(TableView.Of(table));
    }
}
