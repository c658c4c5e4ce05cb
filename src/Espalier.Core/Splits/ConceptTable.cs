namespace Espalier.Splits;

/// <summary>Numbers the words of questions and the answers in the order in which they first come.</summary>
internal sealed class ConceptTable
{
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal), _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal ConceptTable() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    internal int Count => _words.Count + _answers.Count;

    /// <summary>Appends the distinct concepts of a question and its answer.</summary>
    internal void Append(string question, string answer, List<int> concepts)
    {
        int first = concepts.Count;
        string text = question.ToLowerInvariant();
        for (int position = 0; QuestionWords.TryNext(text, ref position, out ReadOnlySpan<char> word);) AppendOnce(Word(word), first, concepts);
        if (!_answers.TryGetValue(answer, out int concept)) _answers[answer] = concept = Count;
        AppendOnce(concept, first, concepts);
    }

    private int Word(ReadOnlySpan<char> word)
    {
        if (!_lookup.TryGetValue(word, out int concept)) _words[word.ToString()] = concept = Count;
        return concept;
    }

    private static void AppendOnce(int concept, int first, List<int> concepts)
    {
        for (int i = first; i < concepts.Count; i++)
        {
            if (concepts[i] == concept) return;
        }
        concepts.Add(concept);
    }
}
