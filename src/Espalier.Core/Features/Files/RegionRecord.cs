using System.Buffers.Text;
using System.Text;

namespace Espalier.Features;

/// <summary>The regions of one image, as they stand in a file of another format. Its arrays grow as need be and are used again for the next image.</summary>
public sealed class RegionRecord
{
    /// <summary>The most regions that a store takes of an image.</summary>
    public const int MaxRegions = RegionStoreFormat.MaxRegions;

    /// <summary>The most numbers that a store takes of a region.</summary>
    public const int MaxFeatureSize = RegionStoreFormat.MaxFeatureSize;

    /// <summary>
    /// The most numbers of an image that are read from a file: 20 times as many as a hundred regions of 2,048 have. Images are read ahead, so that without a
    /// bound small files of nothing but zeros, compressed, would fill the memory.
    /// </summary>
    internal const int MaxNumbers = 1 << 22;

    /// <summary>
    /// What a box may lie outside of the picture, as a fraction: detectors give corners up to a pixel outside, which is much of a small one.
    /// </summary>
    public const float Slack = 0.01f;

    private float[] _features = [], _boxes = [];

    /// <summary>The image's id.</summary>
    public long ImageId { get; private set; }

    /// <summary>Regions R.</summary>
    public int Regions { get; private set; }

    /// <summary>Numbers of a region F.</summary>
    public int FeatureSize { get; private set; }

    /// <summary>The features [R, F], row by row.</summary>
    public Span<float> Features => _features.AsSpan(0, Regions * FeatureSize);

    /// <summary>The boxes [R, 4]: x1, y1, x2, y2.</summary>
    public Span<float> Boxes => _boxes.AsSpan(0, Regions * 4);

    /// <summary>Whether a box is not within the picture, so that <see cref="Normalise"/> did not have pixels of it.</summary>
    internal bool IsOutside => Boxes.ContainsAnyExceptInRange(0, 1);

    /// <summary>Whether an image of a file can be so large.</summary>
    internal static bool Fits(double regions, double featureSize) => regions is >= 1 and <= MaxRegions && featureSize is >= 1 and <= MaxFeatureSize && regions * featureSize <= MaxNumbers;

    /// <summary>The image of a name that ends in its id, "458752" or "COCO_train2014_000000458752"; null if it ends in no number.</summary>
    /// <param name="name">UTF-8, without an extension.</param>
    internal static long? IdOf(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> digits = name[(name.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1)..];
        return digits.Length > 0 && Utf8Parser.TryParse(digits, out long id, out int read) && read == digits.Length ? id : null;
    }

    /// <summary>The image of a name that ends in its id, "458752" or "COCO_train2014_000000458752"; null if it ends in no number.</summary>
    /// <param name="name">Without an extension.</param>
    public static long? IdOf(string name) => IdOf(Encoding.UTF8.GetBytes(name));

    /// <summary>The image of a file whose name ends in its id.</summary>
    /// <param name="file">A path.</param>
    /// <exception cref="InputException">It ends in no number.</exception>
    public static long IdOfFile(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return IdOf(name) ?? throw new InputException(file, "name", $"'{name}'", "an image's id, or a name that ends in one");
    }

    /// <summary>Makes room for an image, whose numbers the caller then writes.</summary>
    /// <param name="imageId">Its id.</param>
    /// <param name="regions">Regions, 1 to <see cref="MaxRegions"/>.</param>
    /// <param name="featureSize">Numbers of a region, 1 to <see cref="MaxFeatureSize"/>.</param>
    public void Reset(long imageId, int regions, int featureSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(regions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(regions, MaxRegions);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureSize, MaxFeatureSize);
        (ImageId, Regions, FeatureSize) = (imageId, regions, featureSize);
        if (_features.Length < regions * featureSize) _features = GC.AllocateUninitializedArray<float>(regions * featureSize);
        if (_boxes.Length < regions * 4) _boxes = GC.AllocateUninitializedArray<float>(regions * 4);
    }

    /// <summary>Turns boxes in pixels into fractions of width and height, held within the picture if they are no more than a hundredth outside; farther ones are left, for the store to refuse.</summary>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public void Normalise(float width, float height)
    {
        Span<float> boxes = Boxes;
        for (int i = 0; i < boxes.Length; i++)
        {
            float fraction = boxes[i] / (i % 2 == 0 ? width : height);
            boxes[i] = fraction is >= -Slack and <= 1 + Slack ? Math.Clamp(fraction, 0, 1) : fraction;
        }
    }

    /// <summary>Takes over another's image.</summary>
    internal void CopyFrom(RegionRecord other)
    {
        Reset(other.ImageId, other.Regions, other.FeatureSize);
        other.Features.CopyTo(Features);
        other.Boxes.CopyTo(Boxes);
    }
}
