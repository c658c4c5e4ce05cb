using System.Text;

namespace Espalier.Text;

/// <summary>Files of one entry a line, in UTF-8: word pieces, answers.</summary>
internal static class VocabularyFile
{
    private const long MaxBytes = 64L << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InputException">The file is missing, too large or not UTF-8.</exception>
    public static string[] Read(string path)
    {
        try
        {
            long size = new FileInfo(path).Length;
            if (size > MaxBytes) throw new InputException(path, "size", $"{size:N0} bytes", $"at most {MaxBytes:N0}, one entry a line");
            string text = Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
            string[] lines = text.Split('\n');
            // The last line has nothing after its line end.
            return [.. (lines[^1].Length == 0 ? lines[..^1] : lines).Select(line => line.TrimEnd('\r'))];
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException(path, $"byte {error.Index}", "bytes that are not UTF-8", "a UTF-8 text, one entry a line", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "a readable file, one entry a line");
        }
    }

    public static void Write(string path, IEnumerable<string> entries) =>
        AtomicFile.WriteAllText(path, string.Concat(entries.Select(e => e + "\n")));
}
