using System.CommandLine;
using Espalier.Answering;
using Espalier.CommandLine;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>`evaluate`: the accuracy of a packed model on a part of a data set.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output)
    {
        var (file, threads) = (ModelOptions.File(), ModelOptions.Threads());
        var data = new Option<string>("--data") { Description = "A prepared folder with region features, as `espalier data` makes it.", HelpName = "folder", Required = true };
        var part = new Option<string?>("--part") { Description = "Its part to answer (default: test-ood, or test-id where there is none).", HelpName = "part" };
        var predictions = new Option<string?>("--predictions") { Description = "Writes the answers there, in the VQA submission format; must be new.", HelpName = "file" };
        var command = new Command("evaluate", "Lets a packed model answer a part of a data set, and prints the official VQA accuracy by answer type and question type.")
        {
            file, data, part, predictions, threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string? target = parsed.GetValue(predictions);
            PredictionFile.RequireNew(target);
            using PackedModel model = PackedModel.Open(parsed.GetRequiredValue(file), new PackedModelOptions { Threads = parsed.GetValue(threads) });
            DatasetFolder folder = DatasetFolder.Open(parsed.GetRequiredValue(data));
            VqaDataset asked = folder.ReadPart(parsed.GetValue(part) ?? folder.UsualPart);
            IReadOnlyList<(VqaExample Question, string Answer)> answers =
                PackedEvaluation.Answer(model, folder, asked, new ProgressLines(output.WriteLine, TimeProvider.System), cancellation);
            if (target is not null) PredictionFile.Write(target, answers.Select(one => (one.Question.QuestionId, one.Answer)));
            string[] tables = [.. AccuracyTables.Of($"{model.Description.Lineage.Model} on {asked.Name}", answers, folder.ReadShortcuts(asked), model.Description.Answers).Select(table => table.ToText())];
            output.Write(string.Join('\n', tables));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
