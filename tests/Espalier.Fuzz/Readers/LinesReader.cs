using System.Text;
using Espalier.Data;
using Espalier.Text;

namespace Espalier.Fuzz.Readers;

/// <summary>Vocabularies, of answers and of word pieces, one entry a line; a question is then cut with the pieces.</summary>
internal sealed class LinesReader(string folder) : FileReader(folder)
{
    public override string Name => "lines";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("answers", Encoding.UTF8.GetBytes("yes\nno\ncaf\u00e9\n2\n"));
        yield return ("pieces", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwhat\nis\n##s\nc\n##af\n"u8.ToArray());
        yield return ("windows", [.. Encoding.UTF8.Preamble, .. "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n"u8]);
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.txt", bytes);
        Any(() => AnswerVocabulary.Load(path), () => WordPieceTokenizer.Load(path).Pieces("What's this, caf\u00e9s?"));
    }
}
