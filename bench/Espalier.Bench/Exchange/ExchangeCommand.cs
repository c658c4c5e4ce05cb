using System.CommandLine;
using System.Text.Json;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Exchange;

/// <summary>`exchange`, and the verbs of the processes that it starts.</summary>
internal static class ExchangeCommand
{
    public const string Save = "exchange-save", Load = "exchange-load", Ask = "exchange-ask";

    private static readonly Option<string[]> Chosen = new("--backbone")
    {
        Description = "Backbones; all by default.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. Backbones.All.Select(kind => kind.Name)],
    };

    private static readonly Option<string> Size = new("--size") { Description = "tiny or base.", DefaultValueFactory = _ => "base" };
    private static readonly Argument<string> Backbone = new("backbone"), Folder = new("folder"), Checkpoint = new("checkpoint");

    /// <param name="threads">The option that says how many threads compute.</param>
    public static IEnumerable<Command> Create(Option<int> threads)
    {
        Chosen.AcceptOnlyFromAmong([.. Backbones.All.Select(kind => kind.Name)]);
        Size.AcceptOnlyFromAmong("tiny", "base");
        Command exchange = new("exchange", "Models in every form of checkpoint, and in ONNX Runtime, against the model that they were written from.") { Chosen, Size, threads };
        exchange.SetAction(parsed => new ExchangeBenchmark(parsed.GetValue(Chosen)!, parsed.GetValue(Size)!, parsed.GetValue(threads), Console.Out).Run());
        yield return exchange;
        yield return Hidden(new Command(Save) { Backbone, Folder, Size, threads }, parsed =>
        {
            set_num_threads(parsed.GetValue(threads));
            SavedModel.Write(Config(parsed), parsed.GetRequiredValue(Folder));
        });
        yield return Hidden(new Command(Load) { Backbone, Folder, Checkpoint, Size, threads }, parsed =>
        {
            set_num_threads(parsed.GetValue(threads));
            Write(LoadedModel.Measure(Config(parsed), parsed.GetRequiredValue(Folder), parsed.GetRequiredValue(Checkpoint)));
        });
        yield return Hidden(new Command(Ask) { Folder, threads }, parsed => Write(OnnxModels.Measure(parsed.GetRequiredValue(Folder), parsed.GetValue(threads))));

        static Command Hidden(Command command, Action<ParseResult> run)
        {
            command.Hidden = true;
            command.SetAction(run);
            return command;
        }

        static BackboneConfig Config(ParseResult parsed) => Backbones.Named(parsed.GetRequiredValue(Backbone)).Size(parsed.GetValue(Size)!);

        static void Write(ExchangeMeasurement measured) => Console.WriteLine(JsonSerializer.Serialize(measured));
    }
}
