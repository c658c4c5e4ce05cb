using System.Diagnostics.CodeAnalysis;

namespace Espalier.Features;

/// <summary>
/// Which image is in which row of an HDF5 file: told by an array of ids in it (<c>image_ids</c>), or by an id map beside it
/// ("train36_imgid2idx.json" or ".pkl" for "train36.hdf5").
/// </summary>
internal static class ImageRows
{
    private static readonly string[] Endings = ["_imgid2idx.json", "_imgid2idx.pkl"];

    /// <summary>The id map beside a file; null if there is none.</summary>
    public static string? Beside(string file) =>
        Endings.Select(ending => Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file) + ending)).FirstOrDefault(File.Exists);

    /// <summary>Finds and reads the ids.</summary>
    /// <param name="file">The file.</param>
    /// <param name="idMap">An id map, which then counts; null looks for ids.</param>
    /// <param name="rows">Rows that there are.</param>
    /// <returns>Images in the order of their rows; rows that no image has are left out.</returns>
    /// <exception cref="InputException">There are no ids, or they do not fit.</exception>
    [RequiresUnreferencedCode(Hdf5File.Reflection)]
    [RequiresDynamicCode(Hdf5File.Reflection)]
    public static (long Id, int Row)[] Of(Hdf5File file, string? idMap, int rows)
    {
        if (idMap is null && file.Find(null, Hdf5Names.Ids) is { } array)
        {
            if (array.Rows != rows || array.RowNumbers != 1) throw array.Wrong(array.Text, $"an id for each of {rows} images");
            return Checked([.. array.ReadIds().Select((id, row) => (id, (long)row))], file.Path, array.Name, rows);
        }
        idMap ??= Beside(file.Path) ?? throw new InputException(file.Path, "ids", "none",
            $"an array {Hdf5Names.Ids[0]}, or {Path.GetFileNameWithoutExtension(file.Path)}{string.Join(" or ", Endings)} beside it");
        return Checked(ImageIdMap.Read(idMap, rows), idMap, "ids", rows);
    }

    private static (long Id, int Row)[] Checked(IReadOnlyList<(long Id, long Row)> images, string file, string place, int rows)
    {
        if (images.Count == 0) throw new InputException(file, place, "no images", "at least one");
        HashSet<long> ids = [], taken = [];
        foreach ((long id, long row) in images)
        {
            if (row < 0 || row >= rows) throw new InputException(file, $"{place}, image {id}", $"row {row}", $"one of the {rows} that there are");
            if (!ids.Add(id)) throw new InputException(file, place, $"image {id} twice", "each image once");
            if (!taken.Add(row)) throw new InputException(file, $"{place}, image {id}", $"row {row}, which another image has", "a row of its own");
        }
        return [.. images.Select(image => (image.Id, (int)image.Row)).OrderBy(image => image.Item2)];
    }
}
