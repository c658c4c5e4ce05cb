using System.CommandLine;
using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.Splits;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Runs;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`compare`: whether one model is better than another, by a paired bootstrap over questions.</summary>
internal static class CompareCommand
{
    public static Command Create(Workplace workplace)
    {
        var first = RunOptions.Folder();
        var model = new Argument<string>("model") { Description = "One of its models: \"lpf+lmh\"." };
        var second = new Argument<string>("other-run") { Description = "The other model's run; it may be the same." };
        var other = new Argument<string>("other-model") { Description = "The other model." };
        var part = new Option<string>("--part") { Description = "test-ood or test-id.", HelpName = "part", DefaultValueFactory = _ => PartNames.TestOod };
        var seed = new Option<ulong>("--seed") { Description = "Decides the draws of the bootstrap.", HelpName = "n" };
        var command = new Command("compare", "Tells whether two models differ: accuracy of the one minus that of the other on the same questions, with its 95 % interval. Accuracies are not rounded before; those of a report are, so that its differences may be 0.01 off.")
        {
            first, model, second, other, part, seed,
        };
        command.SetAction((parsed, cancellation) =>
        {
            using RunFolder run = RunFolder.Open(parsed.GetRequiredValue(first)), otherRun = RunFolder.Open(parsed.GetRequiredValue(second));
            ModelContrast found = ProgressDisplay.Run(workplace.Screen, progress => new ModelComparison(workplace.Cache, workplace.Sources, progress).Compare(
                run, parsed.GetRequiredValue(model), otherRun, parsed.GetRequiredValue(other), parsed.GetValue(part)!, parsed.GetValue(seed), cancellation));
            Show(workplace, found);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Show(Workplace workplace, ModelContrast found)
    {
        string verdict = found.Accuracy.NotDistinguishable ? "not distinguishable" : found.Accuracy.Difference > 0 ? $"{found.First} is better" : $"{found.Second} is better";
        workplace.Screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.First} minus {found.Second} on {found.Accuracy.Questions:N0} questions of {found.Part}: ")
            + $"{Points(found.Accuracy.Difference)} points, 95 % interval {Points(found.Accuracy.Low)} to {Points(found.Accuracy.High)}: {verdict}");
        if (found.MaskSimilarity is { } similarity) workplace.Screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Similarity of their masks: {similarity:0.000}"));
    }

    private static string Points(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
