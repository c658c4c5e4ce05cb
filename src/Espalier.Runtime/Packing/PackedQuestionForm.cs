namespace Espalier.Packing;

/// <summary>How questions become word pieces, as it is stored.</summary>
/// <param name="Length">Pieces of a question: longer ones are cut.</param>
/// <param name="Form">"standard": [CLS] and [SEP] around them; "bare": without these and filled up with [PAD], none of it masked.</param>
internal sealed record PackedQuestionForm(int Length, string Form)
{
    /// <summary>With [CLS] and [SEP].</summary>
    public const string Standard = "standard";

    /// <summary>Without.</summary>
    public const string Bare = "bare";
}
