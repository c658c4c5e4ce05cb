using Espalier.Data;

namespace Espalier.Splits.Shortcuts;

/// <summary>
/// Finds the nine concepts of each question (Si et al. 2022, section 3.2): its question type (QT); its keyword (KW), the word beyond the question
/// type that tells most about the answer; its keyword pair (KWP); the key object (KO) and pair of objects (KOP) of its image that tell most; and their
/// combinations. "Tells most" is mutual information with the answer over the training questions, see <see cref="AnswerInformation"/>. A concept depends on
/// the question and the image, never on the question's own answer: a model that answers by it could really see it.
/// </summary>
internal static class ConceptMiner
{
    /// <summary>Mines.</summary>
    /// <param name="pool">All questions.</param>
    /// <param name="train">Indices of those of the train part.</param>
    /// <param name="objects">What the images show; null leaves out every shortcut with an object.</param>
    public static ShortcutConcepts Mine(LabelledPool pool, int[] train, ImageObjects? objects)
    {
        int[] answers = Number(pool.Answers, out string[] distinct);
        int[] counts = new int[distinct.Length];
        foreach (int i in train) counts[answers[i]]++;
        AnswerInformation information = new(counts);

        int[] types = Number(pool.Examples.Select(example => example.QuestionType), out string[] typeNames);
        int[][] words = WordsOf(pool, out string[] wordNames);
        HashSet<int>[] typeWords = TypeWords(typeNames, wordNames);
        FeatureTable wordTable = new(words, wordNames.Length, answers, train, information);
        int[] keywords = new int[types.Length];
        for (int i = 0; i < keywords.Length; i++)
        {
            HashSet<int> ofType = typeWords[types[i]];
            keywords[i] = wordTable.Best(i, word => !ofType.Contains(word));
            // "What sport is this?" is about nothing but its type.
            if (keywords[i] == ShortcutConcepts.None) keywords[i] = wordTable.Best(i, _ => true);
        }
        int[] pairs = Pairs(wordTable, answers, train, information, out IReadOnlyList<(int First, int Second)> wordPairs);
        Dictionary<string, int[]> concepts = new()
        {
            ["QT"] = types, ["KW"] = keywords, ["KWP"] = pairs, ["QT+KW"] = ShortcutConcepts.Combine(types, keywords),
        };
        Dictionary<string, Func<int, string>> names = new()
        {
            ["QT"] = i => typeNames[types[i]], ["KW"] = i => wordNames[keywords[i]],
            ["KWP"] = i => Join(wordNames, wordPairs[pairs[i]]),
        };
        if (objects is not null)
        {
            FeatureTable objectTable = new([.. pool.Examples.Select(example => objects.Of(example.ImageId).ToArray())], objects.Names.Count, answers, train, information);
            int[] keys = [.. Enumerable.Range(0, types.Length).Select(i => objectTable.Best(i, _ => true))];
            int[] keyPairs = Pairs(objectTable, answers, train, information, out IReadOnlyList<(int First, int Second)> objectPairs);
            (concepts["KO"], concepts["KOP"]) = (keys, keyPairs);
            (concepts["QT+KO"], concepts["KW+KO"]) = (ShortcutConcepts.Combine(types, keys), ShortcutConcepts.Combine(keywords, keys));
            concepts["QT+KW+KO"] = ShortcutConcepts.Combine(types, keywords, keys);
            names["KO"] = i => objects.Names[keys[i]];
            names["KOP"] = i => Join(objects.Names, objectPairs[keyPairs[i]]);
        }
        return new ShortcutConcepts(concepts, (shortcut, question) => names[shortcut](question));
    }

    /// <summary>Numbers texts in ordinal order.</summary>
    internal static int[] Number(IEnumerable<string> texts, out string[] distinct)
    {
        string[] all = [.. texts];
        distinct = [.. all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = distinct.Index().ToDictionary(text => text.Item, text => text.Index, StringComparer.Ordinal);
        return [.. all.Select(text => numbers[text])];
    }

    private static int[] Pairs(FeatureTable table, int[] answers, int[] train, AnswerInformation information, out IReadOnlyList<(int First, int Second)> pairs)
    {
        FeatureTable paired = table.Pairs(answers, train, information, out pairs);
        return [.. Enumerable.Range(0, answers.Length).Select(i => paired.Best(i, _ => true))];
    }

    private static string Join(IReadOnlyList<string> names, (int First, int Second) pair) => $"{names[pair.First]}, {names[pair.Second]}";

    /// <summary>The distinct words of each question that are no function words.</summary>
    private static int[][] WordsOf(LabelledPool pool, out string[] names)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        int[][] words = new int[pool.Examples.Count][];
        List<int> own = [];
        for (int i = 0; i < words.Length; i++)
        {
            own.Clear();
            string text = pool.Examples[i].Question.ToLowerInvariant();
            for (int position = 0; QuestionWords.TryNext(text, ref position, out ReadOnlySpan<char> word);)
            {
                if (FunctionWords.Contains(word)) continue;
                if (!lookup.TryGetValue(word, out int number)) numbers[word.ToString()] = number = numbers.Count;
                if (!own.Contains(number)) own.Add(number);
            }
            words[i] = [.. own];
        }
        names = [.. numbers.OrderBy(word => word.Value).Select(word => word.Key)];
        return words;
    }

    private static HashSet<int>[] TypeWords(string[] types, string[] words)
    {
        Dictionary<string, int> numbers = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        return [.. types.Select(type =>
        {
            HashSet<int> own = [];
            string text = type.ToLowerInvariant();
            for (int position = 0; QuestionWords.TryNext(text, ref position, out ReadOnlySpan<char> word);)
            {
                if (numbers.TryGetValue(word.ToString(), out int number)) own.Add(number);
            }
            return own;
        })];
    }
}
