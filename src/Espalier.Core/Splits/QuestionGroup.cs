namespace Espalier.Splits;

/// <summary>The questions of one type with one ground-truth answer: what a changing-prior split moves as a whole.</summary>
/// <param name="Type">Index of the question type.</param>
/// <param name="Answer">The normalised answer.</param>
/// <param name="Members">Indices of its questions in the pool, ascending.</param>
/// <param name="Concepts">The distinct concepts of its questions: their words and the answer.</param>
internal sealed record QuestionGroup(int Type, string Answer, int[] Members, int[] Concepts)
{
    internal int Size => Members.Length;
}
