using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Reads and writes the weights of a model or objective, under the names of its state dict.</summary>
public static class ModelWeights
{
    /// <summary>Loads weights into a module, on whatever device it is.</summary>
    /// <param name="module">The module; its weights are fp32 whatever the checkpoint's precision.</param>
    /// <param name="source">An open checkpoint.</param>
    /// <param name="options">What may differ; nothing by default.</param>
    /// <returns>What was loaded and what was not.</returns>
    /// <exception cref="InputException">Names or shapes differ more than the options allow, or a value is not a finite number.</exception>
    public static LoadReport Load(nn.Module module, ITensorSource source, LoadOptions? options = null)
    {
        options ??= LoadOptions.Strict;
        Dictionary<string, Parameter> weights = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Dictionary<string, string> found = NamesInSource(source, options);
        (List<string> fit, List<string> missing, List<string> misshaped) = ([], [], []);
        foreach ((string name, Parameter weight) in weights)
        {
            TensorInfo? info = found.TryGetValue(name, out string? sourceName) ? source.Tensors[sourceName] : null;
            if (info is null) missing.Add(name);
            else if (!info.Shape.SequenceEqual(weight.shape)) misshaped.Add($"{name}: {info} for [{string.Join(", ", weight.shape)}]");
            else fit.Add(name);
        }
        string[] unexpected = [.. found.Keys.Where(name => !weights.ContainsKey(name))];
        LoadReport report = new(fit, missing, unexpected, misshaped, [.. source.Tensors.Keys.Where(options.Ignores)]);
        if (!options.ReportOnly && report.Complaint(options) is { } complaint)
            throw new InputException(source.Path, "tensors", complaint, $"the {weights.Count} weights of this model");
        foreach (string name in fit) Read(source, found[name], weights[name]);
        return report;
    }

    /// <summary>Writes all weights of a module as safetensors.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="metadata">What the file says about itself.</param>
    public static void Save(nn.Module module, string path, IEnumerable<KeyValuePair<string, string>>? metadata = null) =>
        SafetensorsWriter.Write(path, Entries(module), metadata);

    /// <summary>
    /// The weights of a module as entries of a file, in the order of the state dict, for a file that holds more than them.
    /// </summary>
    /// <param name="module">The module, not changed until the entries are written.</param>
    /// <param name="prefix">Put before each name.</param>
    public static IEnumerable<TensorEntry> Entries(nn.Module module, string prefix = "") =>
        module.named_parameters().Select(p =>
            new TensorEntry(prefix + p.name, TensorType.F32, p.parameter.shape, stream => Write(p.parameter, stream)));

    // By the name in the model, the name in the checkpoint.
    private static Dictionary<string, string> NamesInSource(ITensorSource source, LoadOptions options)
    {
        Dictionary<string, string> names = [];
        foreach (string name in source.Tensors.Keys.Where(name => !options.Ignores(name)))
        {
            string renamed = options.NameInModel(name);
            if (!names.TryAdd(renamed, name))
                throw new InputException(source.Path, $"tensor \"{name}\"", $"\"{names[renamed]}\" as well, the same weight", "each weight once");
        }
        return names;
    }

    private static void Read(ITensorSource source, string name, Parameter weight)
    {
        if (weight.device_type == DeviceType.CPU && source.Tensors[name].Type == TensorType.F32)
        {
            source.Read(name, weight.bytes);
            RequireFinite(source, name, MemoryMarshal.Cast<byte, float>(weight.bytes));
            return;
        }
        float[] values = source.ReadFloats(name);
        RequireFinite(source, name, values);
        using IDisposable frozen = no_grad();
        using Tensor host = tensor(values, weight.shape);
        weight.copy_(host);
    }

    private static void RequireFinite(ITensorSource source, string name, ReadOnlySpan<float> values)
    {
        if (!System.Numerics.Tensors.TensorPrimitives.IsFiniteAll(values))
            throw new InputException(source.Path, $"tensor \"{name}\"", "NaN or infinity", "finite weights");
    }

    private static void Write(Parameter weight, Stream stream)
    {
        using DisposeScope scope = NewDisposeScope();
        stream.Write(weight.detach().cpu().bytes);
    }
}
