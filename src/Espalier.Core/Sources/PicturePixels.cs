using Espalier.Features;

namespace Espalier.Sources;

/// <summary>The pixels of one picture, as CLIP's vision encoders take them.</summary>
/// <param name="Values">[3, S, S] numbers, such as <see cref="PictureReader"/> makes: the planes of red, green and blue.</param>
/// <param name="Side">S, width and height in pixels.</param>
public sealed record PicturePixels(float[] Values, int Side) : PictureInput("the whole picture")
{
    /// <summary>Reads a picture file.</summary>
    /// <param name="path">PNG or JPEG of any size.</param>
    /// <param name="side">S.</param>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static PicturePixels Read(string path, int side) => Read(new PictureReader([path], side), 0);

    /// <summary>Reads one of many picture files.</summary>
    /// <param name="pictures">The files.</param>
    /// <param name="index">Which of them.</param>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static PicturePixels Read(PictureReader pictures, int index)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        float[] values = new float[pictures.Length];
        pictures.Read(index, values);
        return new PicturePixels(values, pictures.Side);
    }
}
