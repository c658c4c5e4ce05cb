namespace Espalier.Splits;

/// <summary>A set of questions sorted into groups by question type and answer, ordered by both.</summary>
internal sealed class QuestionGroups
{
    private QuestionGroups(string[] types, QuestionGroup[] groups, int conceptCount) =>
        (Types, Groups, ConceptCount) = (types, groups, conceptCount);

    internal IReadOnlyList<string> Types { get; }

    internal IReadOnlyList<QuestionGroup> Groups { get; }

    internal int ConceptCount { get; }

    internal int QuestionCount => Groups.Sum(group => group.Size);

    /// <summary>Sorts the chosen questions into groups.</summary>
    /// <param name="pool">All questions.</param>
    /// <param name="chosen">Indices into the pool.</param>
    internal static QuestionGroups Of(LabelledPool pool, IReadOnlyList<int> chosen)
    {
        var members = new Dictionary<(string Type, string Answer), List<int>>();
        foreach (int i in chosen)
        {
            (string, string) key = (pool.Examples[i].QuestionType, pool.Answers[i]);
            if (!members.TryGetValue(key, out List<int>? list)) members[key] = list = [];
            list.Add(i);
        }
        string[] types = [.. members.Keys.Select(key => key.Type).Distinct().Order(StringComparer.Ordinal)];
        var typeIndex = types.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var seen = new HashSet<int>();
        var groups = new List<QuestionGroup>(members.Count);
        foreach (((string type, string answer), List<int> list) in members
            .OrderBy(entry => typeIndex[entry.Key.Type]).ThenBy(entry => entry.Key.Answer, StringComparer.Ordinal))
        {
            seen.Clear();
            foreach (int i in list)
            {
                foreach (int concept in pool.Concepts(i)) seen.Add(concept);
            }
            list.Sort();
            groups.Add(new QuestionGroup(typeIndex[type], answer, [.. list], [.. seen]));
        }
        return new QuestionGroups(types, [.. groups], pool.ConceptCount);
    }
}
