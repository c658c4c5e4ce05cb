namespace Espalier.Data;

/// <summary>
/// The 65 question types of VQA v2 (Goyal et al. 2017), most of them leading words of the question, for data that has none of its own: the longest type whose
/// words start the question, else "none of the above". Gives VQA v2's own annotation for every question of the VQA-VS validation split.
/// </summary>
public static class QuestionTypes
{
    /// <summary>The type of a question that starts with no other type's words.</summary>
    public const string Other = "none of the above";

    private const string Types = """
        are|are the|are there|are there any|are these|are they|can you|could|do|do you|does the|does this|has|how|how many
        how many people are|how many people are in|is|is he|is it|is that a|is the|is the man|is the person|is the woman
        is there|is there a|is this|is this a
        is this an|is this person|was|what|what animal is|what are|what are the|what brand|what color|what color are the|what color is
        what color is the|what does the|what is|what is in the|what is on the|what is the|what is the color of the|what is the man
        what is the name|what is the person|what is the woman|what is this|what kind of|what number is|what room is|what sport is|what time
        what type of|where are the|where is the|which|who is|why|why is the
        """;

    private const int MostWords = 6;

    private static readonly HashSet<string> Known =
        new(Types.Split((char[])['|', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>Derives a question's type from its leading words. Punctuation inside the question belongs to its word.</summary>
    public static string Derive(string question)
    {
        string text = question.ToLowerInvariant().TrimEnd('?', ' ');
        string[] words = text.Split((char[]?)null, MostWords + 1, StringSplitOptions.RemoveEmptyEntries);
        for (int count = Math.Min(words.Length, MostWords); count > 0; count--)
        {
            if (Known.TryGetValue(string.Join(' ', words, 0, count), out string? type)) return type;
        }
        return Other;
    }
}
