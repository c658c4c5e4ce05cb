using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A released mPLUG checkpoint seen as the model would have written it: without the nesting under "model" and "module", without the substrings "fusion."
/// and "bert." that pre-training has in its names, without what the model does not hold, and with positions for the model's resolution.
/// </summary>
internal sealed class MplugCheckpoint : ITensorSource
{
    private const string Positions = "visual_encoder.visual.positional_embedding";

    private static readonly string[] Parts = ["visual_encoder.visual.", "text_encoder.", "fusion_encoder.", "text_decoder.", "visn_fc.", "visn_layer_norm."];

    private static readonly string[] Unused =
        ["visual_encoder.visual.proj", "fusion_encoder.embeddings.", "text_decoder.cls.predictions.decoder.", "text_encoder.pooler.", "fusion_encoder.pooler."];

    private readonly ITensorSource _file;
    private readonly MplugConfig _config;
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Reads the names of a checkpoint, which stays open with its owner.</summary>
    /// <exception cref="InputException">Two tensors are the same weight.</exception>
    public MplugCheckpoint(ITensorSource file, MplugConfig config)
    {
        (_file, _config) = (file, config);
        Dictionary<string, TensorInfo> tensors = [];
        foreach ((string original, TensorInfo info) in file.Tensors)
        {
            string name = Clean(original);
            if (!IsUsed(name)) continue;
            if (!_names.TryAdd(name, original))
                throw new InputException(file.Path, $"tensor \"{original}\"", $"\"{_names[name]}\" as well, the same weight", "each weight once");
            tensors.Add(name, new TensorInfo(name, info.Type, name == Positions && IsGrid(info) ? [config.Vision.StateCount, config.Vision.Width] : info.Shape));
        }
        Tensors = tensors;
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <inheritdoc/>
    public void Read(string name, Span<byte> destination)
    {
        string original = _names.GetValueOrDefault(name, name);
        TensorInfo info = _file.Find(original);
        if (name != Positions || info.Shape[0] == Tensors[name].Shape[0])
        {
            _file.Read(original, destination);
            return;
        }
        if (info.Type != TensorType.F32) throw new InputException(Path, $"tensor \"{original}\"", $"{info} for {Tensors[name]}", "F32, to be stretched");
        Stretch(_file.ReadFloats(original), MemoryMarshal.Cast<byte, float>(destination));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Clean(string name)
    {
        foreach (string nesting in new[] { "model.", "module.", "module." })
        {
            if (name.StartsWith(nesting, StringComparison.Ordinal)) name = name[nesting.Length..];
        }
        bool nested = !name.Contains("decode", StringComparison.Ordinal);
        return nested ? name.Replace("fusion.", "", StringComparison.Ordinal).Replace("bert.", "", StringComparison.Ordinal) : name;
    }

    private bool IsUsed(string name)
    {
        if (!Parts.Any(part => name.StartsWith(part, StringComparison.Ordinal)) || Unused.Any(part => name.StartsWith(part, StringComparison.Ordinal))) return false;
        if (name.EndsWith(".position_ids", StringComparison.Ordinal)) return false;
        string[] parts = name.Split('.');
        bool layer = parts is [_, "encoder", "layer", _, ..];
        if (!layer || !int.TryParse(parts[3], out int number)) return true;
        // A text encoder may come whole, with the layers that the fusion encoder took over.
        return parts[0] switch
        {
            "fusion_encoder" => number >= _config.LayerCount - _config.FusionLayers,
            "text_encoder" => number < _config.TextLayers,
            _ => true,
        };
    }

    private bool IsGrid(TensorInfo info)
    {
        if (info.Shape.Count != 2 || info.Shape[1] != _config.Vision.Width || info.Shape[0] < 2) return false;
        long side = (long)Math.Sqrt(info.Shape[0] - 1);
        return side * side == info.Shape[0] - 1;
    }

    // Bilinear between the centres of the patches; the class token's position stays.
    private void Stretch(float[] values, Span<float> destination)
    {
        (int width, int target) = (_config.Vision.Width, _config.Vision.Resolution / _config.Vision.PatchSize);
        int side = (int)Math.Sqrt((values.Length / width) - 1);
        values.AsSpan(0, width).CopyTo(destination);
        using Tensor grid = tensor(values[width..], [1, side, side, width]);
        using Tensor planes = grid.permute(0, 3, 1, 2);
        using Tensor stretched = nn.functional.interpolate(planes, [target, target], mode: InterpolationMode.Bilinear, align_corners: false);
        using Tensor rows = stretched.permute(0, 2, 3, 1).contiguous();
        MemoryMarshal.Cast<byte, float>(rows.bytes).CopyTo(destination[width..]);
    }
}
