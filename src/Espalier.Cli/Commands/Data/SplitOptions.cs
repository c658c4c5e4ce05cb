using System.CommandLine;
using System.CommandLine.Parsing;
using Espalier.CommandLine;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;

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

    private readonly Option<bool> shortcuts = new("--varying-shortcut")
    {
        Description = "Train and test alike, and of the test nine sets of questions whose answers are rare where a shortcut leads, as VQA-VS was made.",
    };

    private readonly Option<int> minimumGroup = new("--minimum-group")
    {
        Description = "With --varying-shortcut: training questions below which a group is left out.", HelpName = "n",
        DefaultValueFactory = _ => new ShortcutThresholds().MinimumGroup,
    };

    private readonly Option<double> entropy = new("--entropy")
    {
        Description = "With --varying-shortcut: a group is imbalanced where its answers' entropy is below this share of the largest possible.", HelpName = "share",
        DefaultValueFactory = _ => new ShortcutThresholds().Entropy,
    };

    private readonly Option<double> tail = new("--tail")
    {
        Description = "With --varying-shortcut: an answer is rare where it is given at most so many times as often as a group's answers on average.", HelpName = "factor",
        DefaultValueFactory = _ => new ShortcutThresholds().Tail,
    };

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
        foreach (Option option in new Option[] { train, crossing, hard, shortcuts, minimumGroup, entropy, tail, seed }) command.Add(option);
        crossing.Require(value => value is >= 0 and <= 0.5, "a share from 0 to 0.5");
        train.Require(value => trainDefault == 0 ? value >= 0 : value > 0, "a positive number");
        minimumGroup.Require(value => value >= 2, "2 or more");
        entropy.Require(value => value is >= 0.01 and <= 1, "a share from 0.01 to 1");
        tail.Require(value => value is >= 0.01 and <= 10, "a factor from 0.01 to 10");
        command.Validators.Add(result =>
        {
            Option[] ofPriors = [crossing, hard], ofShortcuts = [minimumGroup, entropy, tail];
            foreach (Option other in result.GetValue(shortcuts) ? ofPriors : ofShortcuts)
            {
                if (result.GetResult(other) is { Implicit: false })
                    result.AddError(result.GetValue(shortcuts) ? $"--varying-shortcut and {other.Name} exclude each other" : $"{other.Name} is for --varying-shortcut");
            }
            if (result.GetValue(hard) && result.GetResult(crossing) is { Implicit: false }) result.AddError("--hard and --crossing exclude each other");
        });
    }

    public int Train(ParseResult parsed) => parsed.GetValue(train);

    /// <summary>Whether shortcuts are to vary.</summary>
    public bool IsShortcut(CommandResult result) => result.GetValue(shortcuts);

    /// <summary>Options of a varying-shortcut split; null where priors are to change.</summary>
    public VaryingShortcutOptions? Shortcuts(ParseResult parsed) => !parsed.GetValue(shortcuts) ? null : new()
    {
        Seed = parsed.GetValue(seed),
        TrainLimit = Train(parsed),
        Thresholds = new() { MinimumGroup = parsed.GetValue(minimumGroup), Entropy = parsed.GetValue(entropy), Tail = parsed.GetValue(tail) },
    };

    public ChangingPriorOptions Of(ParseResult parsed) => new() { Seed = parsed.GetValue(seed), CrossingShare = parsed.GetValue(hard) ? 0 : parsed.GetValue(crossing) };
}
