using System.CommandLine;
using Espalier.Splits;

namespace Espalier.Cli.Commands.Data;

/// <summary>Options of the verbs that split.</summary>
internal sealed class SplitOptions
{
    private readonly Option<double> crossing = new("--crossing")
    {
        Description = "Share of each (question type, answer) group that crosses to the other side, from 0 to 0.5. The smaller, the stronger the shift.",
        HelpName = "share", DefaultValueFactory = _ => 0.1,
    };

    private readonly Option<bool> hard = new("--hard") { Description = "Nothing crosses: the hard split of VQA-CP." };

    private readonly Option<ulong> seed = new("--seed") { Description = "Decides everything random.", HelpName = "n", DefaultValueFactory = _ => 7UL };

    private readonly Option<int> train;

    /// <param name="command">Gets the options.</param>
    /// <param name="trainDefault">How many train questions; 0 keeps all.</param>
    public SplitOptions(Command command, int trainDefault)
    {
        train = new("--train")
        {
            Description = trainDefault == 0 ? "Train questions to keep; 0 keeps all." : "Train questions.",
            HelpName = "n",
            DefaultValueFactory = _ => trainDefault,
        };
        foreach (Option option in new Option[] { train, crossing, hard, seed }) command.Add(option);
        crossing.Require(value => value is >= 0 and <= 0.5, "a share from 0 to 0.5");
        train.Require(value => trainDefault == 0 ? value >= 0 : value > 0, "a positive number");
        command.Validators.Add(result =>
        {
            if (result.GetValue(hard) && result.GetResult(crossing) is { Implicit: false }) result.AddError("--hard and --crossing exclude each other");
        });
    }

    public int Train(ParseResult parsed) => parsed.GetValue(train);

    public ChangingPriorOptions Of(ParseResult parsed) => new() { Seed = parsed.GetValue(seed), CrossingShare = parsed.GetValue(hard) ? 0 : parsed.GetValue(crossing) };
}
