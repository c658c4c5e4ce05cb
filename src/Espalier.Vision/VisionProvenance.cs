using Espalier.Features;

namespace Espalier.Vision;

/// <summary>What makes features, as a line of text: "onnx NAME; sha256=HASH; KEY=VALUE; ...".</summary>
internal static class VisionProvenance
{
    private const string Separator = "; ", FingerprintKey = "sha256";

    /// <summary>Writes the line.</summary>
    /// <param name="name">The model's file name.</param>
    /// <param name="fingerprint">Its SHA-256.</param>
    /// <param name="settings">Keys and values, which have no semicolons.</param>
    public static string Write(string name, string fingerprint, IEnumerable<KeyValuePair<string, string>> settings)
    {
        string shown = string.Concat(name.Select(c => char.IsControl(c) || c == ';' ? '?' : c));
        return string.Join(Separator, [$"{RegionForm.OnnxProvenance}{shown}", $"{FingerprintKey}={fingerprint}", .. settings.Select(setting => $"{setting.Key}={setting.Value}")]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">It is another text.</exception>
    public static (string Fingerprint, KeyValuePair<string, string>[] Settings) Read(string text)
    {
        string[][] pairs = [.. text.Split(Separator).Skip(1).Select(pair => pair.Split('=', 2))];
        return text.StartsWith(RegionForm.OnnxProvenance, StringComparison.Ordinal) && pairs.Length > 0 && pairs[0][0] == FingerprintKey && pairs.All(pair => pair.Length == 2)
            ? (pairs[0][1], [.. pairs.Skip(1).Select(pair => KeyValuePair.Create(pair[0], pair[1]))])
            : throw new InputException("region features", "provenance", $"'{text}'", "an ONNX model, its SHA-256 and its settings");
    }
}
