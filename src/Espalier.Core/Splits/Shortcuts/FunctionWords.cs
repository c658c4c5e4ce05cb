namespace Espalier.Splits.Shortcuts;

/// <summary>
/// English words that a question is held together by. They say what kind of question it is, which is the question type's part, and not what it is
/// about; being in so many questions, they would have the most information about the answer of all.
/// </summary>
internal static class FunctionWords
{
    private const string Words = """
        a an the this that these those and or but if than then as at by for from in into near of off on onto out over to under up upon with without within
        between behind beside below above through during before after about against along around across toward towards
        i you he she it we they me him her us them my your his its our their someone anyone something anything everyone
        am is are was were be been being do does did doing done have has had having can could will would shall should may might must
        isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't
        what which who whom whose where when why how there here not no yes so too very any some all both each other another most more only just
        what's where's who's it's there's that's s t
        """;

    private static readonly HashSet<string> Known = new(Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word in lower case is one.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => Lookup.Contains(word);
}
