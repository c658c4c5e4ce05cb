using System.CommandLine;
using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Tables;
using Espalier.Training.Pipeline.Estimates;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`validate`: what a recipe would do, without doing it.</summary>
internal static class ValidateCommand
{
    public static Command Create(Workplace workplace)
    {
        var recipe = RecipeOptions.File();
        var set = RecipeOptions.Set();
        var estimate = new Option<bool>("--estimate")
        {
            Description = "Estimates steps, peak memory and time on this machine, too: it prepares the data, times some steps, and says what to change where memory is short.",
        };
        var questions = new Option<int?>("--questions")
        {
            Description = "With --estimate: how many questions the train part has, where the data are not here yet.",
            HelpName = "number",
        };
        questions.Require(count => count is null or >= 1, "1 or more");
        var command = new Command("validate", "Checks a recipe, and prints it with every default written out and the stages and models that it plans.") { recipe, set, estimate, questions };
        command.Validators.Add(result =>
        {
            if (result.GetValue(questions) is not null && !result.GetValue(estimate)) result.AddError("--questions is for --estimate");
        });
        command.SetAction((parsed, cancellation) =>
        {
            Recipe read = RecipeFile.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? []);
            Show(workplace, read);
            if (parsed.GetValue(estimate)) Estimate(workplace, read, parsed.GetValue(questions), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Show(Workplace workplace, Recipe recipe)
    {
        workplace.Screen.WriteLine(RecipeFile.Write(recipe, complete: true));
        int? questions = DataPreparation.TrainQuestions(recipe.Data);
        var plan = RunPlan.Of(recipe);
        ReportRow[] rows = [.. plan.Stages(recipe, questions).Select(stage => new ReportRow(null,
        [
            new($"{stage.Node.Stage}"), new(stage.Node.Slug),
            new(stage.Node.Parent?.Slug ?? (recipe.Model.From is null && recipe.Pretrain is null ? "random weights" : "the pre-trained model")),
            new(Number(stage.Epochs)), new(Number(stage.Batch)), new(stage.Steps is { } steps ? Number(steps) : "?"),
            new(plan.Models.Contains(stage.Node) ? stage.Node.Id : ""),
        ]))];
        workplace.Screen.Write(TableView.Of(new ReportTable("Plan",
        [
            new("", "stage"), new("", "what", IsNumeric: false), new("", "starts from", IsNumeric: false), new("", "epochs"), new("", "batch"), new("", "steps"),
            new("", "reported as", IsNumeric: false),
        ], rows)));
        string training = questions is { } count ? $"{Number(count)} questions to train on" : "how many questions there are to train on shows when the data are prepared";
        workplace.Screen.WriteLine($"{recipe.Name}: stages {plan.Nodes.Count}, models {plan.Models.Count}; {training}.");
        if (recipe.Data.Path is { } path && !Path.Exists(path)) workplace.Screen.WriteLine($"data.path: there is no {path} yet; `espalier data` makes it.");
    }

    private static void Estimate(Workplace workplace, Recipe recipe, int? questions, CancellationToken cancellation)
    {
        RunEstimate estimate = ProgressDisplay.Run(workplace.Screen, progress =>
            new RunEstimator(workplace.Cache, workplace.Sources, progress).Estimate(recipe, questions, cancellation));
        workplace.Screen.WriteLine();
        EstimateView.Print(workplace.Screen, estimate);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
