namespace Espalier.Sources;

/// <summary>What is wanted of a source.</summary>
public sealed record DatasetRequest
{
    /// <summary>The file or folder to import; not read by sources that make their data.</summary>
    public string? Path { get; init; }

    /// <summary>A vocabulary of word pieces to take over, one a line; null builds one from the questions.</summary>
    public string? VocabularyPath { get; init; }

    /// <summary>A store of region features of the data set's images; null describes pictures by a grid, where a source has pictures.</summary>
    public string? FeaturesPath { get; init; }

    /// <summary>Cells a side of the grid in which pictures are described, where a source has pictures but no detector.</summary>
    public int Grid { get; init; } = 3;

    /// <summary>Seed of sources that make their data.</summary>
    public ulong Seed { get; init; }

    /// <summary>Questions to make, before any split.</summary>
    public int PoolQuestions { get; init; }

    /// <summary>Images of a pre-training corpus to make beside them.</summary>
    public int PretrainImages { get; init; }

    /// <summary>Whether the pictures of that corpus are wanted too, beside their region features.</summary>
    public bool PretrainPictures { get; init; }
}
