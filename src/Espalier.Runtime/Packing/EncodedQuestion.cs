using System.Numerics.Tensors;
using Espalier.Sources;
using Espalier.Text;

namespace Espalier.Packing;

/// <summary>A question as a model takes it.</summary>
/// <param name="Pieces">Its word pieces; filled up only where a model has learnt to read the filling.</param>
/// <param name="Picture">Regions that have been checked.</param>
internal sealed record EncodedQuestion(int[] Pieces, PictureRegions Picture)
{
    /// <summary>More regions than any detector gives are refused, for they would take memory without end.</summary>
    private const int MostRegions = 1_000;

    /// <summary>Encodes.</summary>
    /// <param name="question">The question.</param>
    /// <param name="model">What the model takes.</param>
    /// <exception cref="ArgumentException">The regions are not such as the model reads.</exception>
    public static EncodedQuestion Of(PackedQuestion question, PackedDescription model)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(question.Question);
        ArgumentNullException.ThrowIfNull(question.Picture);
        PictureRegions picture = question.Picture;
        if (FaultOf(picture, model.Regions.FeatureSize) is var (found, expected)) throw new ArgumentException($"The picture has {found}; the model reads {expected}.", nameof(question));
        int[] pieces = new int[model.Question.Length];
        int count = model.Tokenizer.Encode(question.Question, pieces, model.Question.Form);
        return new EncodedQuestion(model.Question.Form == EncodingForm.Standard ? pieces[..count] : pieces, picture);
    }

    /// <summary>What keeps a model from reading a picture: what was found, and what was expected; null if it can read it.</summary>
    /// <param name="picture">The picture's regions.</param>
    /// <param name="featureSize">Numbers of a region that the model reads.</param>
    public static (string Found, string Expected)? FaultOf(PictureRegions picture, int featureSize)
    {
        (float[] features, float[] boxes) = (picture.Features, picture.Boxes);
        if (picture.Count is < 1 or > MostRegions || boxes.Length != 4 * picture.Count || features.Length != picture.Count * featureSize)
            return ($"{features.Length} numbers of features and {boxes.Length} of boxes", $"1 to {MostRegions} regions of {featureSize} features and 4 numbers of a box each");
        return TensorPrimitives.IsFiniteAll<float>(features) && TensorPrimitives.IsFiniteAll<float>(boxes) ? null : ("features or boxes that are no finite numbers", "finite ones");
    }
}
