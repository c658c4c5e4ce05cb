namespace Espalier.Vision;

/// <summary>
/// The files of an ONNX model: its own, and those beside it that have its weights, which the model names. Only what leads to these names is read, as ONNX
/// Runtime reads the rest; the field numbers are those of the public schema.
/// </summary>
internal static class OnnxFiles
{
    private const int MaxDepth = 100, MaxFiles = 1000, MaxText = 4096;

    private enum Message
    {
        Other,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Sparse,
        Function,
        Training,
        ExternalData,
    }

    /// <summary>All files of a model, its own first.</summary>
    /// <param name="path">The model.</param>
    /// <exception cref="InputException">It is missing or no ONNX model, or names files that are not in its folder.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [path, .. Beside(path).Select(name => Inside(path, folder, name))];
    }

    private static SortedSet<string> Beside(string path)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        bool hasGraph = false;
        try
        {
            using FileStream stream = File.OpenRead(path);
            ProtobufReader reader = new(stream);
            Walk(reader, stream.Length, Message.Model, 0);
        }
        catch (InvalidDataException error)
        {
            throw new InputException(path, "model", error.Message, "an ONNX model", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, "an ONNX model");
        }
        return hasGraph ? names : throw new InputException(path, "model", "no graph", "an ONNX model");

        void Walk(ProtobufReader reader, long end, Message kind, int depth)
        {
            if (depth > MaxDepth) throw new InvalidDataException($"messages in more than {MaxDepth} others");
            (string? key, string? value) = (null, null);
            while (reader.Position < end)
            {
                (int number, long length) = reader.Field(end);
                Message inner = Inner(kind, number);
                hasGraph |= (kind, inner) == (Message.Model, Message.Graph);
                if (inner != Message.Other) Walk(reader, reader.Position + length, inner, depth + 1);
                else if ((kind, number) == (Message.ExternalData, 1)) key = reader.Text(length, MaxText);
                else if ((kind, number) == (Message.ExternalData, 2)) value = reader.Text(length, MaxText);
                else reader.Skip(length);
            }
            if (key == "location" && value is not null) names.Add(value);
            if (names.Count > MaxFiles) throw new InvalidDataException($"more than {MaxFiles} files of weights");
        }
    }

    private static Message Inner(Message kind, int field) => (kind, field) switch
    {
        (Message.Model, 7) or (Message.Attribute, 6 or 11) or (Message.Training, 1 or 2) => Message.Graph,
        (Message.Model, 20) => Message.Training,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Graph, 5) or (Message.Attribute, 5 or 10) or (Message.Sparse, 1 or 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22 or 23) => Message.Sparse,
        (Message.Node, 5) or (Message.Function, 11) => Message.Attribute,
        (Message.Tensor, 13) => Message.ExternalData,
        _ => Message.Other,
    };

    private static string Inside(string path, string folder, string name)
    {
        string full = Path.GetFullPath(Path.Combine(folder, name));
        if (name.Any(char.IsControl) || !full.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InputException(path, "weights", "a file outside of the model's folder", "one in it");
        return File.Exists(full) ? full : throw new InputException(path, "weights", $"no {name} beside it", "the file that has the model's weights");
    }
}
