using System.Text;

namespace Espalier.Text;

/// <summary>
/// Uncased BERT tokenization (Devlin et al. 2019): basic tokenizer, then for each word the longest pieces of the vocabulary from left to
/// right (WordPiece). Gives the ids of the published models with their 30,522 pieces. Safe to use from several threads.
/// </summary>
public sealed class WordPieceTokenizer
{
    private const int MaxWordLength = 100;
    private const string Continuation = "##";
    private static readonly string[] SpecialPieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly string[] pieces;
    private readonly PieceTable starts;
    private readonly PieceTable continuations;

    /// <summary>Makes a tokenizer from a vocabulary in which a piece's id is its position.</summary>
    /// <param name="vocabulary">Pieces, each once; a piece inside a word starts with ##. Must hold [PAD], [UNK], [CLS] and [SEP].</param>
    /// <exception cref="InputException">A piece is empty or doubled, or a special piece is missing.</exception>
    public WordPieceTokenizer(IReadOnlyList<string> vocabulary)
        : this(vocabulary, "vocabulary")
    {
    }

    private WordPieceTokenizer(IReadOnlyList<string> vocabulary, string file)
    {
        pieces = [.. vocabulary];
        (starts, continuations) = (new PieceTable(pieces.Length), new PieceTable());
        for (int id = 0; id < pieces.Length; id++)
        {
            string piece = pieces[id];
            if (piece.Length == 0) throw new InputException(file, $"line {id + 1}", "an empty piece", "a word piece");
            bool inner = piece.StartsWith(Continuation, StringComparison.Ordinal) && piece.Length > Continuation.Length;
            if (!(inner ? continuations.TryAdd(piece[Continuation.Length..], id) : starts.TryAdd(piece, id)))
                throw new InputException(file, $"line {id + 1}", $"the piece \"{piece}\" a second time", "each piece once");
        }
        (PadId, UnknownId, ClassId, SeparatorId) = (IdOf("[PAD]"), IdOf("[UNK]"), IdOf("[CLS]"), IdOf("[SEP]"));
        MaskId = starts.TryFind("[MASK]", out int mask) ? mask : -1;

        int IdOf(string special) => starts.TryFind(special, out int id)
            ? id
            : throw new InputException(file, "pieces", $"no {special}", "the special pieces [PAD], [UNK], [CLS] and [SEP]");
    }

    /// <summary>How many pieces there are; ids are below it.</summary>
    public int VocabularySize => pieces.Length;

    /// <summary>The pieces by id.</summary>
    public IReadOnlyList<string> Vocabulary => pieces;

    /// <summary>The id that fills a row, [PAD].</summary>
    public int PadId { get; }

    /// <summary>The id of a word that the pieces cannot spell, [UNK].</summary>
    public int UnknownId { get; }

    /// <summary>The id of [CLS].</summary>
    public int ClassId { get; }

    /// <summary>The id of [SEP].</summary>
    public int SeparatorId { get; }

    /// <summary>The id of [MASK], or -1 where the vocabulary has none.</summary>
    public int MaskId { get; }

    /// <summary>Reads a vocabulary file: UTF-8, one piece a line.</summary>
    /// <exception cref="InputException">The file is not such a vocabulary.</exception>
    public static WordPieceTokenizer Load(string vocabFile) => new(VocabularyFile.Read(vocabFile), vocabFile);

    /// <summary>Splits a text into pieces.</summary>
    public IReadOnlyList<string> Pieces(string text)
    {
        List<int> ids = [];
        Tokenize(text, ids, int.MaxValue);
        return [.. ids.Select(id => pieces[id])];
    }

    /// <summary>
    /// The words of a text that the vocabulary does not know: the pieces cannot spell them, or letter by letter alone. Lower-cased and without accents, as
    /// they are read, each once.
    /// </summary>
    public IReadOnlyList<string> UnknownWords(string text)
    {
        List<string> unknown = [];
        CharBuffer words = new(stackalloc char[512]);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            (int at, string? special) = NextSpecial(rest);
            words.Clear();
            BasicTokenizer.Split(rest[..at], ref words);
            unknown.AddRange(words.Written.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(IsUnknown));
            rest = rest[(at + (special?.Length ?? 0))..];
        }
        words.Dispose();
        return [.. unknown.Distinct()];
    }

    /// <summary>Fills a row with the ids of a text, cut at the row's length or filled up with [PAD].</summary>
    /// <param name="text">The question.</param>
    /// <param name="ids">The row; at least 2 long for <see cref="EncodingForm.Standard"/>.</param>
    /// <param name="form">With or without [CLS] and [SEP].</param>
    /// <returns>How many ids of the row are not filling; [CLS] and [SEP] count. 0 for a bare text without a visible character.</returns>
    public int Encode(string text, Span<int> ids, EncodingForm form)
    {
        int around = form == EncodingForm.Standard ? 2 : 0;
        ArgumentOutOfRangeException.ThrowIfLessThan(ids.Length, Math.Max(around, 1));
        List<int> found = new(ids.Length);
        int count = 0;
        Tokenize(text, found, ids.Length - around);
        if (around > 0) ids[count++] = ClassId;
        foreach (int id in found) ids[count++] = id;
        if (around > 0) ids[count++] = SeparatorId;
        ids[count..].Fill(PadId);
        return count;
    }

    /// <summary>Joins pieces to words, a space between two of them. [PAD], [CLS] and [SEP] are left out.</summary>
    /// <param name="ids">Ids of pieces.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        StringBuilder text = new();
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, pieces.Length, nameof(ids));
            if (id == PadId || id == ClassId || id == SeparatorId) continue;
            bool joined = pieces[id].StartsWith(Continuation, StringComparison.Ordinal);
            if (!joined && text.Length > 0) text.Append(' ');
            text.Append(joined ? pieces[id].AsSpan(Continuation.Length) : pieces[id]);
        }
        return text.ToString();
    }

    /// <summary>Special pieces written out in the text stand for themselves, as in the reference; the rest is split.</summary>
    private void Tokenize(ReadOnlySpan<char> text, List<int> ids, int limit)
    {
        CharBuffer words = new(stackalloc char[512]);
        while (!text.IsEmpty && ids.Count < limit)
        {
            (int at, string? special) = NextSpecial(text);
            words.Clear();
            BasicTokenizer.Split(text[..at], ref words);
            SpellAll(words.Written, ids, limit);
            if (special is null) break;
            if (ids.Count < limit && starts.TryFind(special, out int id)) ids.Add(id);
            text = text[(at + special.Length)..];
        }
        words.Dispose();
    }

    private static (int At, string? Special) NextSpecial(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOf('['); at >= 0 && at < text.Length; at++)
        {
            foreach (string special in SpecialPieces)
            {
                if (text[at..].StartsWith(special, StringComparison.Ordinal)) return (at, special);
            }
        }
        return (text.Length, null);
    }

    private void SpellAll(ReadOnlySpan<char> words, List<int> ids, int limit)
    {
        while (!words.IsEmpty && ids.Count < limit)
        {
            int end = words.IndexOf(' ');
            Spell(words[..end], ids, limit);
            words = words[(end + 1)..];
        }
    }

    private void Spell(ReadOnlySpan<char> word, List<int> ids, int limit)
    {
        int before = ids.Count;
        PieceTable table = CharactersIn(word) > MaxWordLength ? PieceTable.Empty : starts;
        for (ReadOnlySpan<char> rest = word; !rest.IsEmpty; table = continuations)
        {
            if (!table.TryFindLongest(rest, out int id, out int length))
            {
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(UnknownId);
                return;
            }
            ids.Add(id);
            rest = rest[length..];
        }
        // A word is spelled to its end before it is cut: only the end shows whether the whole of it is unknown.
        if (ids.Count > limit) ids.RemoveRange(limit, ids.Count - limit);
    }

    private bool IsUnknown(string word)
    {
        List<int> ids = [];
        Spell(word, ids, int.MaxValue);
        return ids is [var only] ? only == UnknownId : ids.Count == CharactersIn(word);
    }

    private static int CharactersIn(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (Rune _ in word.EnumerateRunes()) count++;
        return count;
    }
}
