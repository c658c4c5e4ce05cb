using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Espalier.Data;

namespace Espalier.Features;

/// <summary>
/// How a data set's pictures became region features, so that a picture from elsewhere can be described alike for a model that learnt
/// from them.
/// </summary>
/// <param name="FeatureSize">Numbers a region.</param>
/// <param name="MaxRegions">The most regions of an image.</param>
/// <param name="PixelVersion">The version of <see cref="PixelFeaturizer"/>; null where features came from elsewhere.</param>
/// <param name="Grid">Cells a side of the grid; null where a detector placed the regions.</param>
/// <param name="Onnx">What the store says of the ONNX model that made its features, and how; null where they came from elsewhere.</param>
public sealed record RegionForm(
    int FeatureSize, int MaxRegions, int? PixelVersion, int? Grid, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Onnx = null)
{
    /// <summary>The key of a data set's provenance that tells <see cref="Grid"/>.</summary>
    public const string GridKey = "grid";

    /// <summary>The key of a data set's provenance that tells how features were made.</summary>
    public const string FeaturesKey = "features";

    /// <summary>What the provenance of features by an ONNX model begins with.</summary>
    public const string OnnxProvenance = "onnx ";

    private const int MaxFileBytes = 1 << 16;
    private const string Expected = "the form of region features that a run wrote";

    /// <summary>What a data set's provenance says of features by <see cref="PixelFeaturizer"/>.</summary>
    public static string PixelProvenance { get; } = string.Create(CultureInfo.InvariantCulture, $"pixels, version {PixelFeaturizer.Version}");

    /// <summary>Whether this program can describe other pictures in the same way.</summary>
    [JsonIgnore]
    public bool IsOfPixels => PixelVersion == PixelFeaturizer.Version && FeatureSize == PixelFeaturizer.FeatureSize;

    /// <summary>The form of a data set's features.</summary>
    /// <param name="manifest">Its provenance is read.</param>
    /// <param name="features">Its features.</param>
    public static RegionForm Of(DatasetManifest manifest, IRegionFeatures features)
    {
        bool pixels = manifest.Provenance.TryGetValue(FeaturesKey, out string? made)
            && (made == PixelProvenance || made.StartsWith(PixelProvenance + ",", StringComparison.Ordinal));
        bool grid = manifest.Provenance.TryGetValue(GridKey, out string? cells) & int.TryParse(cells, NumberStyles.None, CultureInfo.InvariantCulture, out int side);
        string? onnx = features.Provenance is { } said && said.StartsWith(OnnxProvenance, StringComparison.Ordinal) ? said : null;
        return new RegionForm(features.FeatureSize, features.MaxRegions, pixels ? PixelFeaturizer.Version : null, grid ? side : null, onnx);
    }

    /// <summary>Writes the form as JSON.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>The form as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RegionFormJson.Default.RegionForm);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing, or not such a form.</exception>
    public static RegionForm Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes) throw new InputException(path, "size", $"more than {MaxFileBytes:N0} bytes", Expected);
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, Expected);
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="file">Where it is from, for messages.</param>
    /// <exception cref="InputException">It is not such a form.</exception>
    public static RegionForm Parse(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            RegionForm form = JsonSerializer.Deserialize(json, RegionFormJson.Default.RegionForm) ?? throw new JsonException("null");
            return form is { FeatureSize: > 0 and <= RegionStoreFormat.MaxFeatureSize, MaxRegions: > 0 and <= RegionStoreFormat.MaxRegions, Grid: null or (> 0 and <= 64) }
                ? form
                : throw new InputException(file, "$",
                    string.Create(CultureInfo.InvariantCulture, $"{form.MaxRegions} regions of {form.FeatureSize} numbers{(form.Grid is { } grid ? $", a grid of {grid}" : "")}"), Expected);
        }
        catch (JsonException error)
        {
            throw new InputException(file, error.Path ?? $"line {error.LineNumber + 1}", error.Message, Expected, error);
        }
    }
}
