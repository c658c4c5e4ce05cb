using Espalier.Numerics;

namespace Espalier.Features;

/// <summary>Reads pictures as the numbers that a vision encoder takes. Safe for several threads.</summary>
public sealed class PictureReader
{
    private readonly string[] _files;

    /// <summary>Takes note of the files; nothing is read yet.</summary>
    /// <param name="files">Of each image, by its index.</param>
    /// <param name="side">S, width and height of what the encoder takes, in pixels.</param>
    public PictureReader(IReadOnlyList<string> files, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        (_files, Side) = ([.. files], side);
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
        PixelImage picture = ImageFile.Decode(_files[image]);
        PixelImage seen = random is not null && View is not null ? View.Make(picture, Side, random) : BicubicResize.Apply(picture, Side, Side);
        ClipPixels.Write(seen, destination);
    }
}
