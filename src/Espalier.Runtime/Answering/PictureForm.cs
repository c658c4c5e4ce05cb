using System.Numerics.Tensors;
using Espalier.Sources;

namespace Espalier.Answering;

/// <summary>What a model reads of a picture.</summary>
/// <param name="FeatureSize">Numbers of a region.</param>
/// <param name="Side">Width and height in pixels of what it reads instead of regions; null where it reads regions.</param>
internal sealed record PictureForm(int FeatureSize, int? Side)
{
    /// <summary>More regions than any detector gives are refused, for they would take memory without end.</summary>
    private const int MostRegions = 1_000;

    /// <summary>What keeps the model from reading a picture: what was found, and what was expected; null if it can read it.</summary>
    public (string Found, string Expected)? FaultOf(PictureInput picture) => (picture, Side) switch
    {
        (PictureRegions regions, null) => FaultOf(regions),
        (PicturePixels pixels, { } side) => FaultOf(pixels, side),
        (PicturePixels, _) => ("pixels", "regions"),
        (_, { } side) => ("regions", $"{side} x {side} pixels"),
        _ => ("something else", "regions"),
    };

    private static (string Found, string Expected)? FaultOf(PicturePixels picture, int side)
    {
        int expected = 3 * side * side;
        if (picture.Side != side || picture.Values.Length != expected) return ($"{picture.Values.Length} numbers of {picture.Side} x {picture.Side} pixels", $"{expected} of {side} x {side}");
        return TensorPrimitives.IsFiniteAll<float>(picture.Values) ? null : ("pixels that are no finite numbers", "finite ones");
    }

    private (string Found, string Expected)? FaultOf(PictureRegions picture)
    {
        (float[] features, float[] boxes) = (picture.Features, picture.Boxes);
        if (picture.Count is < 1 or > MostRegions || boxes.Length != 4 * picture.Count || features.Length != picture.Count * FeatureSize)
            return ($"{features.Length} numbers of features and {boxes.Length} of boxes", $"1 to {MostRegions} regions of {FeatureSize} features and 4 numbers of a box each");
        return TensorPrimitives.IsFiniteAll<float>(features) && TensorPrimitives.IsFiniteAll<float>(boxes) ? null : ("features or boxes that are no finite numbers", "finite ones");
    }
}
