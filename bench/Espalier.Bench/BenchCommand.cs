using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Espalier.Bench.Exchange;
using Espalier.Bench.Kernels;
using Espalier.Bench.Loading;
using Espalier.Bench.Packing;
using Espalier.Bench.Steps;
using static TorchSharp.torch;

namespace Espalier.Bench;

/// <summary>The command line. Hidden verbs are for the processes that the benchmark starts.</summary>
internal static class BenchCommand
{
    public const string Check = "check", Measure = "measure", Convert = "convert", Feed = "feed", Load = "load", Serve = "serve";

    private static readonly Option<string> Model = new("--model") { Description = "tiny or base.", DefaultValueFactory = _ => "tiny" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds; ratios are medians over them.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads of libtorch and of our kernels.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Argument<string> PackedFile = new("file");
    private static readonly Option<int?> Batch = new("--batch");
    private static readonly Option<int?> MicroBatch = new("--micro-batch");
    private static readonly Option<bool> Recompute = new("--recompute");
    private static readonly Option<int> Stage = new("--stage");
    private static readonly Option<string> Implementation = new("--implementation") { DefaultValueFactory = _ => Subject.Espalier };
    private static readonly Option<string> Precision = new("--precision") { DefaultValueFactory = _ => Subject.Single };

    private static readonly Option<int[]> Columns = new("--columns")
    {
        Description = "Columns of activations: words or regions of all questions.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [20, 36, 160, 288],
    };

    private static readonly Option<double[]> Sparsities = new("--sparsity")
    {
        Description = "Shares of zeros.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [0.5, 0.7, 0.8, 0.9, 0.95],
    };

    private static readonly Option<bool> All = new("--all") { Description = "Every kind of registers, not only the widest." };

    private static readonly Option<int> Images = new("--images") { Description = "Images; 20,000 are 8 GB of TSV.", DefaultValueFactory = _ => 20000 };
    private static readonly Argument<string> Input = new("input"), Output = new("output");

    public static RootCommand Create()
    {
        Model.AcceptOnlyFromAmong(StepCase.Names);
        Command step = new("step", "The library's training steps against plain TorchSharp's.") { Model, Rounds, Threads };
        step.SetAction(parsed => new StepBenchmark(Case(parsed), parsed.GetValue(Rounds), parsed.GetValue(Threads), Console.Out).Run());
        Command loader = new("loader", "Share of an epoch that training waits for batches.") { Threads };
        loader.SetAction((parsed, cancellation) => Task.FromResult(Loader(parsed, cancellation)));
        Command memory = new("memory", "Memory and time of base steps, with what recipes offer to save memory.") { Threads };
        memory.SetAction(parsed => new MemoryBenchmark(parsed.GetValue(Threads), Console.Out).Run());
        Command kernels = new("kernels", "Products with sparse matrices against dense ones, on one thread.") { Columns, Sparsities, Rounds, All };
        kernels.SetAction(parsed => new ProductBenchmark(
            parsed.GetValue(Columns)!, parsed.GetValue(Sparsities)!, parsed.GetValue(Rounds), parsed.GetValue(All), Console.Out).Run());
        Command packed = new("packed", "LXMERT-base as a packed file: its size, and what opening and serving cost.") { Sparsities, Rounds, Threads };
        packed.SetAction(parsed => new PackedFileBenchmark(parsed.GetValue(Sparsities)!, parsed.GetValue(Rounds), parsed.GetValue(Threads), Console.Out).Run());
        Command serve = new(Serve) { PackedFile, Rounds, Threads };
        serve.Hidden = true;
        serve.SetAction(parsed => Console.WriteLine(JsonSerializer.Serialize(ServedModel.Measure(parsed.GetRequiredValue(PackedFile), parsed.GetValue(Rounds), parsed.GetValue(Threads)))));
        Command features = new("features", "Region features of many images: converting a TSV file, and reading the store.") { Images, Rounds };
        features.SetAction(parsed => new FeatureBenchmark(parsed.GetValue(Images), parsed.GetValue(Rounds), Console.Out).Run());
        Command weights = new("weights", "Loading a base checkpoint: time, and memory beside its size.") { Rounds };
        weights.SetAction(parsed => new WeightsBenchmark(parsed.GetValue(Rounds), Console.Out).Run());
        Command check = new(Check) { Model, Threads, Stage };
        check.Hidden = true;
        check.SetAction(parsed =>
        {
            set_num_threads(parsed.GetValue(Threads));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"losses agree to {LossCheck.Run(Case(parsed), parsed.GetValue(Stage)):0.0e+0}"));
        });
        Command measure = new(Measure) { Model, Threads, Stage, Implementation, Precision, Batch, MicroBatch, Recompute };
        measure.Hidden = true;
        measure.SetAction(parsed =>
        {
            set_num_threads(parsed.GetValue(Threads));
            Subject subject = new(parsed.GetValue(Implementation)!, parsed.GetValue(Precision)!, parsed.GetValue(Stage))
            {
                MicroBatch = parsed.GetValue(MicroBatch),
                Recompute = parsed.GetValue(Recompute),
            };
            StepCase measured = Case(parsed);
            Console.WriteLine(JsonSerializer.Serialize(StepMeasurer.Run(measured with { Batch = parsed.GetValue(Batch) ?? measured.Batch }, subject)));
        });
        Command convert = new(Convert) { Input, Output };
        convert.Hidden = true;
        convert.SetAction(parsed => Write(FeatureMeasurer.Convert(parsed.GetValue(Input)!, parsed.GetValue(Output)!)));
        Command feed = new(Feed) { Input };
        feed.Hidden = true;
        feed.SetAction(parsed => Write(FeatureMeasurer.Feed(parsed.GetValue(Input)!)));
        Command load = new(Load) { Input };
        load.Hidden = true;
        load.SetAction(parsed => Write(WeightsBenchmark.Load(parsed.GetValue(Input)!)));
        RootCommand root = new("Backs the library's claims about speed, and those about base sizes that tests leave out.")
        {
            step, memory, loader, features, weights, kernels, packed, serve, check, measure, convert, feed, load,
        };
        foreach (Command exchange in ExchangeCommand.Create(Threads)) root.Add(exchange);
        return root;

        static void Write(LoadMeasurement measured) => Console.WriteLine(JsonSerializer.Serialize(measured));
    }

    private static StepCase Case(ParseResult parsed) => StepCase.Of(parsed.GetValue(Model)!);

    private static int Loader(ParseResult parsed, CancellationToken cancellation)
    {
        set_num_threads(parsed.GetValue(Threads));
        return LoaderBenchmark.Run(Console.Out, cancellation);
    }
}
