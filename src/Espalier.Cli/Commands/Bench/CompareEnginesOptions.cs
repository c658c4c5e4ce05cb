using System.CommandLine;
using System.CommandLine.Parsing;
using Espalier.Cli.Comparison;
using Espalier.CommandLine;

namespace Espalier.Cli.Commands.Bench;

/// <summary>What `bench compare` compares.</summary>
internal sealed class CompareEnginesOptions
{
    private const int MostQuestions = 1_024, MostRounds = 1_000;

    private static readonly string Names = string.Join(", ", ComparedEngine.All);

    private readonly Option<string> backbone = new("--backbone") { Description = "lxmert, visualbert or mplug.", HelpName = "name", DefaultValueFactory = _ => "lxmert" };

    private readonly Option<string> size = new("--size") { Description = "tiny or base.", HelpName = "size", DefaultValueFactory = _ => "base" };

    private readonly Option<CommaList<ComparedEngine>> engines = CommaLists.Option("--engines", $"Some of {Names}.", "names", "packed,torch,torch-bf16,onnx,onnx-int8",
        text => ComparedEngine.All.FirstOrDefault(engine => engine.Name == text), $"some of {Names}, with commas between them");

    private readonly Option<CommaList<ListedNumber>> sparsities = CommaLists.Option("--sparsity", "Fractions of zeros of packed models.", "shares", "0,0.5,0.7,0.8,0.9,0.95",
        text => ListedNumber.Parse(text, value => value is >= 0 and < 1), "fractions of zeros from 0 to below 1, with commas between them: 0.7,0.9");

    private readonly Option<CommaList<ModalitySparsity>> allocations = CommaLists.Option("--allocation",
        "uniform, at each --sparsity; or the percentages of zeros of language, vision and cross-modality matrices, as 60/4/60, the paper's best at 50 %.", "how", "uniform",
        ModalitySparsity.Parse, "uniform or percentages from 0 to below 100, as 60/4/60, with commas between several");

    private readonly Option<CommaList<ListedNumber>> batches = CommaLists.Wholes("--batch", "Questions that are answered together.", "8", MostQuestions);

    private readonly Option<CommaList<ListedNumber>> threads = CommaLists.Wholes("--threads", "Threads of each engine, up to the processors here.", "1", Environment.ProcessorCount);

    private readonly Option<int> rounds = new("--rounds") { Description = "How often each is timed; times and ratios are medians.", HelpName = "n", DefaultValueFactory = _ => 9 };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[backbone, size, engines, sparsities, allocations, batches, threads, rounds]) command.Add(option);
        size.AcceptOnlyFromAmong("tiny", "base");
        backbone.AcceptOnlyFromAmong("lxmert", "visualbert", "mplug");
        engines.Require(value => value.Values.Any(engine => engine.IsYardstick), "torch or onnx among them, as the faster of these is what all are compared with");
        rounds.Require(value => value is >= 1 and <= MostRounds, $"1 to {MostRounds}");
        command.Validators.Add(CheckTogether);
    }

    public ComparisonOptions Of(ParseResult parsed) => new()
    {
        Backbone = parsed.GetValue(backbone)!,
        Size = parsed.GetValue(size)!,
        Engines = parsed.GetValue(engines)!.Values,
        Sparsities = [.. parsed.GetValue(sparsities)!.Values.Select(number => number.Value)],
        Allocations = parsed.GetValue(allocations)!.Values,
        Batches = [.. parsed.GetValue(batches)!.Values.Select(number => (int)number.Value)],
        Threads = [.. parsed.GetValue(threads)!.Values.Select(number => (int)number.Value)],
        Rounds = parsed.GetValue(rounds),
    };

    // By their words: at this point options have not been read, nor have they defaults.
    private void CheckTogether(CommandResult result)
    {
        if (result.GetResult(allocations)?.Tokens is not [{ Value: { } shared }]) return;
        ModalitySparsity?[] read = [.. shared.Split(',').Select(ModalitySparsity.Parse)];
        if (read.Contains(null)) return;
        if (read.Any(one => one!.Groups is not null) && result.GetResult(backbone)?.Tokens is [{ Value: "visualbert" }])
            result.AddError($"--allocation: found {shared}; expected uniform, as visualbert has no vision matrices");
        if (read.All(one => one!.Groups is not null) && result.GetResult(sparsities) is { Implicit: false })
            result.AddError($"--sparsity: is for --allocation uniform; that of {shared} follows from the model");
    }
}
