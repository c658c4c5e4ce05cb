using System.Diagnostics.CodeAnalysis;

namespace Espalier.Features;

/// <summary>Tells what kind of files of region features some files are: TSV as of bottom-up attention, HDF5, or a folder of NumPy files.</summary>
public static class RegionFiles
{
    /// <summary>Names files to convert; their kind is told by what they are: a folder (NumPy), HDF5 by its signature, or else TSV.</summary>
    /// <param name="files">One folder, or files of one kind.</param>
    /// <param name="idMaps">For HDF5, an id map for each file; none looks for ids in a file and beside it.</param>
    /// <exception cref="InputException">The files are of several kinds, or id maps are given for files that have ids.</exception>
    [RequiresUnreferencedCode(Hdf5File.Reflection)]
    [RequiresDynamicCode(Hdf5File.Reflection)]
    public static IRegionSource Open(IReadOnlyList<string> files, IReadOnlyList<string> idMaps)
    {
        int hdf5 = files.Count(Hdf5Signature.IsIn);
        if (hdf5 > 0 && hdf5 < files.Count) throw new InputException(files.First(file => !Hdf5Signature.IsIn(file)), "kind", "no HDF5 file", "files of one kind");
        if (hdf5 > 0) return new RegionHdf5Files(files, idMaps);
        if (idMaps.Count > 0) throw new InputException(idMaps[0], "id map", "one", "none, as only HDF5 files have need of it");
        return files is [var folder] && Directory.Exists(folder) ? new RegionNumpyFolder(folder) : new RegionTsvFiles(files);
    }
}
