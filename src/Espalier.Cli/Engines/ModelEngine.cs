using System.CommandLine;
using System.CommandLine.Parsing;
using Espalier.Answering;
using Espalier.Packing;

namespace Espalier.Cli.Engines;

/// <summary>What computes the model that is asked: the option --engine.</summary>
internal static class ModelEngine
{
    /// <summary>libtorch, which a run's model was trained in.</summary>
    public const string Torch = "torch";

    private const string Packed = "packed", Onnx = "onnx";

    /// <summary>The option; null takes torch for a run and packed for a packed file.</summary>
    public static Option<string?> Option()
    {
        Option<string?> engine = new("--engine")
        {
            Description = "What computes the model: torch, the default for a run; packed, our own runtime, the default for a packed file; or onnx, ONNX Runtime.",
            HelpName = "torch|packed|onnx",
        };
        engine.AcceptOnlyFromAmong(Torch, Packed, Onnx);
        return engine;
    }

    /// <summary>Whether a path is that of a packed file and not of a run.</summary>
    public static bool IsPacked(string? path) => path is not null && path.EndsWith(PackedFormat.Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Refuses what libtorch cannot compute.</summary>
    public static void Validate(CommandResult result, string? path, Option<string?> engine)
    {
        if (IsPacked(path) && result.GetValue(engine) == Torch) result.AddError("--engine: torch computes a run's model; a packed file is computed by packed or onnx");
    }

    /// <summary>Whether a run's model is computed by what trained it.</summary>
    public static bool IsTorch(string? engine) => engine is null or Torch;

    /// <summary>What computes a packed model.</summary>
    public static GraphEngines.Maker Maker(string? engine) => engine == Onnx ? OnnxEngines.Of : GraphEngines.Managed;
}
