using System.CommandLine;
using Espalier.Onnx;
using Espalier.Packing;
using Espalier.Training.Pipeline.Exports;
using Espalier.Training.Pipeline.Runs;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`export`: a run's model for other programs.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, PackedValues> ValueNames = new(StringComparer.Ordinal)
    {
        ["fp32"] = PackedValues.F32, ["bf16"] = PackedValues.BF16, ["int8"] = PackedValues.I8,
    };

    public static Command Create(Workplace workplace) => new("export", "Writes a run's model for other programs.")
    {
        HuggingFace(workplace),
        Onnx(workplace),
        Packed(workplace),
    };

    private static Command HuggingFace(Workplace workplace)
    {
        var (folder, model, target) = (RunOptions.Folder(), RunOptions.Model(), Target());
        var sparse = new Option<bool>("--sparse") { Description = "Store pruned matrices as bits and what is left of them (the layout sparse-bitmask of compressed-tensors)." };
        var command = new Command("hf", "Writes a folder in the manner of Hugging Face: safetensors with zeros in place, config, word pieces, answers, masks, a README.")
        {
            folder, model, target, sparse,
        };
        command.SetAction(parsed => Write(workplace, parsed.GetRequiredValue(folder), parsed.GetValue(model), parsed.GetRequiredValue(target),
            (exported, path) => HuggingFaceExport.Write(exported, path, parsed.GetValue(sparse))));
        return command;
    }

    private static Command Onnx(Workplace workplace)
    {
        var (folder, model, target) = (RunOptions.Folder(), RunOptions.Model(), Target());
        var values = new Option<string>("--values")
        {
            Description = "What linear layers multiply: fp32, or int8, for which ONNX Runtime quantises what they read, too, when the model is run.",
            HelpName = "fp32|int8",
            DefaultValueFactory = _ => "fp32",
        };
        values.AcceptOnlyFromAmong("fp32", "int8");
        var command = new Command("onnx", "Writes a folder with the model as ONNX (opset 17), word pieces, answers, a README.") { folder, model, target, values };
        command.SetAction(parsed => Write(workplace, parsed.GetRequiredValue(folder), parsed.GetValue(model), parsed.GetRequiredValue(target),
            (exported, path) => OnnxExport.Write(exported, path, parsed.GetValue(values) == "int8" ? OnnxValues.I8 : OnnxValues.F32)));
        return command;
    }

    private static Command Packed(Workplace workplace)
    {
        var (folder, model) = (RunOptions.Folder(), RunOptions.Model());
        var target = new Option<string>("--out") { Description = "The file to write, which must be new: model.esp.", HelpName = "file", Required = true };
        var values = new Option<string>("--values")
        {
            Description = "What weights are stored as: fp32 as they are, bf16 at half the size, int8 at a quarter, a whole number times a scale of the row.",
            HelpName = "fp32|bf16|int8",
            DefaultValueFactory = _ => "fp32",
        };
        values.AcceptOnlyFromAmong([.. ValueNames.Keys]);
        var command = new Command("esp", "Writes one packed file (.esp): the model without its zeros, and all that is needed to ask it from a program of your own.")
        {
            folder, model, target, values,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(target);
            using ExportedModel exported = ExportedModel.Open(RunFolder.Open(parsed.GetRequiredValue(folder)), parsed.GetValue(model));
            PackedExport.Write(exported, path, ValueNames[parsed.GetValue(values)!]);
            workplace.Screen.WriteLine($"{path}  {new FileInfo(path).Length:N0} bytes ({exported.Weights.Tensors.Values.Sum(tensor => tensor.ByteLength):N0} of weights with their zeros)");
            workplace.Screen.WriteLine($"{exported.Node.Id} of {exported.Run.Path}");
            return 0;
        });
        return command;
    }

    private static Option<string> Target() => new("--out") { Description = "The folder to write; new or empty.", HelpName = "folder", Required = true };

    private static int Write(Workplace workplace, string folder, string? modelId, string target, Action<ExportedModel, string> write)
    {
        NewFolder.Require(target);
        using ExportedModel model = ExportedModel.Open(RunFolder.Open(folder), modelId);
        write(model, target);
        foreach (FileInfo file in new DirectoryInfo(target).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
            workplace.Screen.WriteLine($"{Path.Combine(target, file.Name)}  {file.Length:N0} bytes");
        workplace.Screen.WriteLine($"{model.Node.Id} of {folder}");
        return 0;
    }
}
