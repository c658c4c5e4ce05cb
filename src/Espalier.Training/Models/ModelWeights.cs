using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Reads and writes the weights of a model or objective, under the names of its state dict. A buffer, such as VisualBERT's position_ids, is a constant of
/// the model: it is written too; a checkpoint may lack it, and must else have the same numbers.
/// </summary>
public static class ModelWeights
{
    /// <summary>Loads weights into a module, on whatever device it is.</summary>
    /// <param name="module">The module; its weights are fp32 whatever the checkpoint's precision.</param>
    /// <param name="source">An open checkpoint.</param>
    /// <param name="options">What may differ; nothing by default.</param>
    /// <returns>What was loaded and what was not.</returns>
    /// <exception cref="InputException">Names or shapes differ more than the options allow, a value is not a finite number, or a constant is another.</exception>
    public static LoadReport Load(nn.Module module, ITensorSource source, LoadOptions? options = null)
    {
        options ??= LoadOptions.Strict;
        source = options.Adapt?.Invoke(source) ?? source;
        Dictionary<string, Parameter> weights = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Dictionary<string, Tensor> constants = module.named_buffers().ToDictionary(b => b.name, b => b.buffer);
        Dictionary<string, string> found = NamesInSource(source, options);
        (List<string> fit, List<string> missing, List<string> misshaped) = ([], [], []);
        foreach ((string name, Parameter weight) in weights)
        {
            TensorInfo? info = found.TryGetValue(name, out string? sourceName) ? source.Tensors[sourceName] : null;
            if (info is null) missing.Add(name);
            else if (!info.Shape.SequenceEqual(weight.shape)) misshaped.Add($"{name}: {info} for [{string.Join(", ", weight.shape)}]");
            else fit.Add(name);
        }
        string[] unexpected = [.. found.Keys.Where(name => !weights.ContainsKey(name) && !constants.ContainsKey(name))];
        LoadReport report = new(fit, missing, unexpected, misshaped, [.. source.Tensors.Keys.Where(options.Ignores)]);
        if (!options.ReportOnly && report.Complaint(options) is { } complaint)
            throw new InputException(source.Path, "tensors", complaint, $"the {weights.Count} weights of this model");
        foreach ((string name, Tensor constant) in constants.Where(pair => found.ContainsKey(pair.Key))) RequireSame(source, found[name], constant);
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
        module.named_parameters().Select(p => new TensorEntry(prefix + p.name, TensorType.F32, p.parameter.shape, stream => Write(p.parameter, stream)))
            .Concat(module.named_buffers().Select(b => new TensorEntry(prefix + b.name, TensorType.I64, b.buffer.shape, stream => Write(b.buffer, stream))));

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

    private static void RequireSame(ITensorSource source, string name, Tensor constant)
    {
        TensorInfo info = source.Tensors[name];
        if (constant.device_type == DeviceType.META) return;
        using DisposeScope scope = NewDisposeScope();
        if (info.Type != TensorType.I64 || !info.Shape.SequenceEqual(constant.shape) || !source.ReadBytes(name).AsSpan().SequenceEqual(constant.cpu().bytes))
            throw new InputException(source.Path, $"tensor \"{name}\"", $"{info} of other numbers", $"the model's own [{string.Join(", ", constant.shape)}] from 0 on");
    }

    private static void RequireFinite(ITensorSource source, string name, ReadOnlySpan<float> values)
    {
        if (!System.Numerics.Tensors.TensorPrimitives.IsFiniteAll(values))
            throw new InputException(source.Path, $"tensor \"{name}\"", "NaN or infinity", "finite weights");
    }

    private static void Write(Tensor weight, Stream stream)
    {
        using DisposeScope scope = NewDisposeScope();
        stream.Write(weight.detach().cpu().bytes);
    }
}
