using Espalier.Features;

namespace Espalier.Vision;

/// <summary>Finds pictures in folders: PNG and JPEG files whose names end in their ids.</summary>
internal static class PictureFolders
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>All pictures, by ascending id. What lies in folders below is not looked into.</summary>
    /// <exception cref="InputException">A folder is missing, there are no pictures, one has no id, or two have the same.</exception>
    public static (long Id, string File)[] Find(IReadOnlyList<string> folders)
    {
        (long Id, string File)[] pictures = [.. folders.SelectMany(In).OrderBy(picture => picture.Id).ThenBy(picture => picture.File, StringComparer.Ordinal)];
        if (pictures.Length == 0) throw new InputException(folders[0], "folder", "no pictures", "PNG or JPEG files, named by their ids: 42.jpg, COCO_train2014_000000000042.jpg");
        for (int i = 1; i < pictures.Length; i++)
        {
            if (pictures[i].Id == pictures[i - 1].Id)
                throw new InputException(pictures[i].File, "name", $"image {pictures[i].Id}, as {pictures[i - 1].File} is, too", "one picture for each image");
        }
        return pictures;
    }

    private static IEnumerable<(long Id, string File)> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", File.Exists(folder) ? "a file" : "nothing", "a folder of pictures");
        return Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Select(file => (RegionRecord.IdOfFile(file), file));
    }
}
