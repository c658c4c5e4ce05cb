using Espalier.Execution;

namespace Espalier.Answering;

/// <summary>Writes the word pieces of questions into a model's inputs.</summary>
internal static class WordInputs
{
    /// <summary>Writes.</summary>
    /// <param name="run">Rented for as many questions, and for the longest of them.</param>
    /// <param name="questions">The questions.</param>
    public static void Write(IGraphRun run, IReadOnlyList<EncodedQuestion> questions)
    {
        Span<int> ids = run.Ids("input_ids");
        Span<bool> real = run.Real("attention_mask");
        int length = ids.Length / questions.Count;
        for (int i = 0; i < questions.Count; i++)
        {
            int[] pieces = questions[i].Pieces;
            Span<int> row = ids.Slice(i * length, length);
            pieces.CopyTo(row);
            // What is no piece would be computed with, if not looked at.
            row[pieces.Length..].Clear();
            real.Slice(i * length, length)[pieces.Length..].Clear();
        }
    }
}
