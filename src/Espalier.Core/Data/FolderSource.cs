namespace Espalier.Data;

/// <summary>
/// A user's own data: pairs of VQA v2 JSON files in a folder, and JPEG or PNG pictures in its sub-folder images or in the folder itself,
/// named by image id (42.jpg) or as COCO 2014 names them.
/// </summary>
public sealed class FolderSource
{
    private readonly string folder;

    private FolderSource(string folder, IReadOnlyList<QuestionFiles> parts)
    {
        (this.folder, Parts) = (folder, parts);
        ImagesPath = ImagesIn(folder);
    }

    /// <summary>The pairs of files.</summary>
    public IReadOnlyList<QuestionFiles> Parts { get; }

    /// <summary>Where the pictures are looked for.</summary>
    public string ImagesPath { get; }

    /// <summary>Looks what is in a folder.</summary>
    /// <exception cref="InputException">See <see cref="QuestionFiles.Find"/>.</exception>
    public static FolderSource Open(string folder) => new(folder, QuestionFiles.Find(folder));

    /// <summary>Reads all parts.</summary>
    /// <exception cref="InputException">See <see cref="VqaV2Reader.Read"/>; or a question is in two parts.</exception>
    public IReadOnlyList<VqaDataset> Read()
    {
        List<VqaDataset> read = [.. Parts.Select(part => VqaV2Reader.Read(part.Part, part.Questions, part.Annotations))];
        HashSet<long> ids = [];
        foreach (VqaDataset part in read)
        {
            if (part.Examples.FirstOrDefault(e => !ids.Add(e.QuestionId)) is { } twice)
            {
                string found = $"question {twice.QuestionId}, which another part has";
                throw new InputException(folder, $"part {part.Name}", found, "each question in one part");
            }
        }
        return read;
    }

    /// <summary>The pictures of all images of some parts, by ascending image id.</summary>
    /// <exception cref="InputException">Pictures are missing; the message lists the first few and tells how many.</exception>
    public IReadOnlyList<(long ImageId, string File)> Images(IEnumerable<VqaDataset> parts) => Images(ImagesPath, parts);

    /// <summary>Where the pictures of a folder are looked for.</summary>
    internal static string ImagesIn(string folder)
    {
        string images = Path.Combine(folder, "images");
        return Directory.Exists(images) ? images : folder;
    }

    /// <summary>As <see cref="Images(IEnumerable{VqaDataset})"/>, wherever they are.</summary>
    internal static IReadOnlyList<(long ImageId, string File)> Images(string path, IEnumerable<VqaDataset> parts)
    {
        long[] ids = [.. parts.SelectMany(part => part.Examples).Select(e => e.ImageId).Distinct().Order()];
        List<(long ImageId, string? File)> found = [.. ids.Select(id => (id, DatasetFolder.FindImage(path, id)))];
        long[] missing = [.. found.Where(image => image.File is null).Select(image => image.ImageId)];
        return missing.Length == 0 ? [.. found.Select(image => (image.ImageId, image.File!))] : throw new InputException(
            path,
            "pictures",
            $"none for {missing.Length:N0} of {ids.Length:N0} images: {Ids.List(missing)}",
            "ID.jpg, ID.png or COCO_train2014_ID.jpg for each image");
    }
}
