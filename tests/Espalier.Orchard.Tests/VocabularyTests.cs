using Espalier.Data;
using Espalier.Orchard.Questions;
using Espalier.Text;

namespace Espalier.Orchard.Tests;

public sealed class VocabularyTests
{
    private static readonly WordPieceTokenizer Tokenizer = new(Vocabulary.Pieces);

    [Fact]
    public void Every_word_of_questions_and_captions_is_one_piece_or_a_plural_of_two()
    {
        Corpus corpus = new(new(PretrainImages: 800));
        PretrainingImage[] images = [.. Enumerable.Range(0, 800).Select(image => corpus.Describe(image, corpus.SceneOf(image), []))];
        IEnumerable<string> texts =
        [
            .. PoolSample.Examples(5000).Select(example => example.Question),
            .. images.SelectMany(image => image.Captions),
            .. images.SelectMany(image => image.Questions).Select(question => question.Question),
        ];
        foreach (string word in texts.SelectMany(text => text.Split([' ', ',', '?'], StringSplitOptions.RemoveEmptyEntries)).Distinct())
        {
            IReadOnlyList<string> pieces = Tokenizer.Pieces(word);
            Assert.True(pieces.Count == 1 || (pieces.Count == 2 && pieces[1] == "##s"), $"{word}: {string.Join(' ', pieces)}");
        }
    }

    [Fact]
    public void Any_latin_word_can_be_spelt() => Assert.DoesNotContain("[UNK]", Tokenizer.Pieces("Quixotic zebra, 42!"));

    [Fact]
    public void Pieces_are_distinct() => Assert.Equal(Vocabulary.Pieces.Count, Vocabulary.Pieces.Distinct().Count());
}
