using Espalier.Data;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class AnswerVocabularyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Frequent_answers_are_kept_in_order_of_first_appearance()
    {
        VqaExample[] examples = [Example(1, "red"), Example(2, "Two."), Example(3, "rare"), Example(4, "2"), Example(5, "red")];
        Assert.Equal(["red", "2"], AnswerVocabulary.Build(examples, minimumOccurrences: 2).Answers);
    }

    [Fact]
    public void Nothing_frequent_enough_is_an_input_error() =>
        Assert.Throws<InputException>(() => AnswerVocabulary.Build([Example(1, "red")]));

    [Fact]
    public void A_saved_vocabulary_reads_back_the_same()
    {
        AnswerVocabulary vocabulary = new(["yes", "don't know", "café"]);
        vocabulary.Save(folder.File("answers.txt"));
        AnswerVocabulary read = AnswerVocabulary.Load(folder.File("answers.txt"));
        Assert.Equal(vocabulary.Answers, read.Answers);
        Assert.True(read.TryFind("café", out int index));
        Assert.Equal(2, index);
        Assert.False(read.TryFind("Yes", out _));
    }

    [Theory]
    [InlineData("yes\nno\nyes\n", "line 3")]
    [InlineData("yes\n\nno\n", "line 2")]
    [InlineData("", "answers")]
    public void A_damaged_file_is_refused_at_its_line(string text, string place)
    {
        File.WriteAllText(folder.File("bad.txt"), text);
        Assert.Equal(place, Assert.Throws<InputException>(() => AnswerVocabulary.Load(folder.File("bad.txt"))).Place);
    }
}
