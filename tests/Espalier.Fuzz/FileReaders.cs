using Espalier.Fuzz.Readers;

namespace Espalier.Fuzz;

/// <summary>The readers, by name.</summary>
internal static class FileReaders
{
    // Without a folder a reader can tell its name and nothing else.
    private static readonly Func<string, FileReader>[] All =
    [
        folder => new PyTorchReader(folder), folder => new SafetensorsReader(folder), folder => new TsvReader(folder), folder => new NumpyReader(folder),
        folder => new Hdf5Reader(folder), folder => new IdMapReader(folder), folder => new StoreReader(folder), folder => new VqaReader(folder),
        folder => new JsonReader(folder), folder => new LinesReader(folder), folder => new PictureFileReader(folder), folder => new RecipeReader(folder),
        folder => new SweepReader(folder), folder => new ResultsReader(folder), folder => new PackedReader(folder),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(create => create("").Name)];

    /// <summary>Makes a reader.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static FileReader Create(string name, string folder) => All.FirstOrDefault(create => create("").Name == name)?.Invoke(folder)
        ?? throw new ArgumentException($"There is no reader {name}; there are {string.Join(", ", Names)}.", nameof(name));
}
