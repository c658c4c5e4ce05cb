using Espalier.Numerics;

namespace Espalier.Features;

/// <summary>Reads pictures as the numbers that a vision encoder like CLIP's takes (Radford et al. 2021). Safe for several threads.</summary>
public sealed class PictureReader
{
    // Pictures that are taken whole are kept, resized, as long as all of them fit: decoding them again takes longer than a small model's step.
    private const long MostKept = 512L << 20;

    private readonly string[] _files;
    private readonly PixelImage?[] _kept;

    /// <summary>Takes note of the files; nothing is read yet.</summary>
    /// <param name="files">Of each image, by its index.</param>
    /// <param name="side">S, width and height of what the encoder takes, in pixels.</param>
    public PictureReader(IReadOnlyList<string> files, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        (_files, Side) = ([.. files], side);
        _kept = new PixelImage?[(long)Length * files.Count <= MostKept ? files.Count : 0];
    }

    /// <summary>S, width and height of what the encoder takes, in pixels.</summary>
    public int Side { get; }

    /// <summary>Numbers of a picture, 3 S S.</summary>
    public int Length => 3 * Side * Side;

    /// <summary>The random views that are trained on; null trains on the whole picture, as it is tested on.</summary>
    public TrainingView? View { get; init; }

    /// <summary>Decodes, resizes and normalises a picture.</summary>
    /// <param name="image">Its index.</param>
    /// <param name="destination">[3, S, S] numbers.</param>
    /// <param name="random">Decides the view; null takes the whole picture.</param>
    /// <exception cref="InputException">The file is missing, or no picture.</exception>
    public void Read(int image, Span<float> destination, SplitMix? random = null)
    {
        PixelImage seen = random is not null && View is not null ? View.Make(ImageFile.Decode(_files[image]), Side, random) : Whole(image);
        ClipPixels.Write(seen, destination);
    }

    private PixelImage Whole(int image)
    {
        if (image < _kept.Length && _kept[image] is { } kept) return kept;
        PixelImage whole = BicubicResize.Apply(ImageFile.Decode(_files[image]), Side, Side);
        // Two threads may both do this, with the same result.
        if (image < _kept.Length) _kept[image] = whole;
        return whole;
    }
}
