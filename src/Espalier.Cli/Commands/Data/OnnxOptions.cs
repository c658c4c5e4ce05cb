using System.CommandLine;
using Espalier.CommandLine;
using Espalier.Features;
using Espalier.Vision;

namespace Espalier.Cli.Commands.Data;

/// <summary>The options of a verb that lets an ONNX model describe pictures.</summary>
internal sealed class OnnxOptions
{
    private readonly Option<string[]> set = new("--set")
    {
        Description = "With --onnx, how pictures go in and regions come out: --set size=224. May be given several times; docs/features.md has the keys, " +
            "which a model's metadata may say, too.",
        HelpName = "key=value",
    };

    private readonly Option<int?> threads = new("--threads") { Description = "With --onnx, threads that the model runs on; by default one a core.", HelpName = "n" };

    public OnnxOptions()
    {
        threads.Require(value => value >= 1, "1 or more");
        set.Require(values => values.All(value => value.IndexOf('=', StringComparison.Ordinal) > 0), "key=value");
    }

    /// <summary>The model.</summary>
    public Option<string?> Model { get; } = new("--onnx")
    {
        Description = "Describes pictures by this model, a detector with features or a backbone whose cells are the regions.", HelpName = "model",
    };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(Model);
        command.Add(set);
        command.Add(threads);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Model) is null && (result.GetResult(set) is { Implicit: false } || result.GetResult(threads) is { Implicit: false }))
                result.AddError("--set and --threads are for --onnx");
        });
    }

    /// <summary>Pictures in folders, described by the model; null where none is named.</summary>
    /// <exception cref="InputException">The model does not load, or a setting is wrong.</exception>
    public IRegionSource? Open(ParseResult parsed, IReadOnlyList<string> folders)
    {
        if (parsed.GetValue(Model) is not { } model) return null;
        KeyValuePair<string, string>[] settings =
        [
            .. (parsed.GetValue(set) ?? []).Select(text => text.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])),
        ];
        return new OnnxRegionSource(VisionModel.Open(model, settings, parsed.GetValue(threads) ?? 0), folders);
    }
}
