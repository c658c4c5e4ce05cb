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
        ArgumentNullException.ThrowIfNull(question.Question);
        PictureRegions picture = question.Picture;
        int size = model.Regions.FeatureSize;
        if (picture.Count is < 1 or > MostRegions || picture.Boxes.Length != 4 * picture.Count || picture.Features.Length != picture.Count * size)
        {
            throw new ArgumentException(
                $"The picture has {picture.Features.Length} numbers of features and {picture.Boxes.Length} of boxes; the model reads 1 to {MostRegions} regions of {size} features and 4 numbers of a box each.",
                nameof(question));
        }
        if (!TensorPrimitives.IsFiniteAll<float>(picture.Features) || !TensorPrimitives.IsFiniteAll<float>(picture.Boxes))
            throw new ArgumentException("Not all features and boxes of the picture are finite numbers.", nameof(question));
        int[] pieces = new int[model.Question.Length];
        int count = model.Tokenizer.Encode(question.Question, pieces, model.Question.Form);
        return new EncodedQuestion(model.Question.Form == EncodingForm.Standard ? pieces[..count] : pieces, picture);
    }
}
