using System.IO.Compression;
using Espalier.Data;

namespace Espalier.Sources;

/// <summary>A part of published or one's own data, read where it lies.</summary>
/// <param name="Name">What the files call it.</param>
/// <param name="Examples">Its questions in the order of the annotations, on which published answer vocabularies depend.</param>
public sealed record PublishedPart(string Name, IReadOnlyList<VqaExample> Examples)
{
    /// <summary>Reads the questions of files.</summary>
    /// <param name="paths">
    /// A question file and its annotation file; or a folder or archive of VQA-VS; or the archive of easy-VQA; or a folder with pairs of such files.
    /// </param>
    /// <exception cref="InputException">A file is damaged, or the paths are none of these.</exception>
    public static IReadOnlyList<PublishedPart> Read(IReadOnlyList<string> paths)
    {
        if (paths.Count == 2) return [new PublishedPart(Path.GetFileName(paths[0]), VqaV2Reader.ReadInFileOrder(paths[0], paths[1]))];
        if (paths.Count != 1) throw new InputException(paths.Count == 0 ? "files" : paths[0], "files", $"{paths.Count} files",
            "a question file and its annotation file, or one archive or folder");
        HashSet<string> names = NamesIn(paths[0]);
        string[] shortcuts = [.. VqaVsReader.Parts.Where(part => names.Contains($"{part}-Ques.json"))];
        if (shortcuts.Length > 0) return [.. shortcuts.Select(part => new PublishedPart(part, VqaVsReader.ReadInFileOrder(paths[0], part)))];
        if (!Directory.Exists(paths[0])) return [.. EasyVqaReader.Parts.Select(part => new PublishedPart(part, EasyVqaReader.Read(paths[0], part).Examples))];
        return [.. QuestionFiles.Find(paths[0]).Select(pair => new PublishedPart(pair.Part, VqaV2Reader.ReadInFileOrder(pair.Questions, pair.Annotations)))];
    }

    /// <summary>The names, without folders, of the files in a folder or archive.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    internal static HashSet<string> NamesIn(string path)
    {
        try
        {
            if (Directory.Exists(path)) return [.. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
            using ZipArchive archive = ZipFile.OpenRead(path);
            return [.. archive.Entries.Select(entry => entry.Name)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            const string Expected = "a folder or zip archive of questions and annotations";
            throw error is InvalidDataException ? new InputException(path, "file", "no zip archive, or a damaged one", Expected, error) : InputException.Unreadable(path, error, Expected);
        }
    }
}
