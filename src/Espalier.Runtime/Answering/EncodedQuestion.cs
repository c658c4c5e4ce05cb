using Espalier.Packing;
using Espalier.Sources;
using Espalier.Text;

namespace Espalier.Answering;

/// <summary>A question as a model takes it.</summary>
/// <param name="Pieces">Its word pieces; filled up only where a model has learnt to read the filling.</param>
/// <param name="Picture">A picture that has been checked.</param>
internal sealed record EncodedQuestion(int[] Pieces, PictureInput Picture)
{
    /// <summary>Encodes.</summary>
    /// <param name="question">The question.</param>
    /// <param name="model">What the model says of itself.</param>
    /// <param name="reads">What it reads of pictures.</param>
    /// <exception cref="ArgumentException">The picture is not such as the model reads.</exception>
    public static EncodedQuestion Of(PackedQuestion question, PackedDescription model, PictureForm reads)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(question.Question);
        ArgumentNullException.ThrowIfNull(question.Picture);
        if (reads.FaultOf(question.Picture) is var (found, expected)) throw new ArgumentException($"The picture has {found}; the model reads {expected}.", nameof(question));
        int[] pieces = new int[model.Question.Length];
        int count = model.Tokenizer.Encode(question.Question, pieces, model.Question.Form);
        return new EncodedQuestion(model.Question.Form == EncodingForm.Standard ? pieces[..count] : pieces, question.Picture);
    }
}
