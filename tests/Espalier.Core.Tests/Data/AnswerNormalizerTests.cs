using System.Text.Json;
using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class AnswerNormalizerTests
{
    [Fact]
    public void The_official_evaluation_gives_the_same_texts()
    {
        foreach (JsonElement row in Golden.Case("vqa_eval").GetProperty("normalised").EnumerateArray())
        {
            string raw = row.GetProperty("in").GetString()!;
            Assert.Equal(row.GetProperty("punctuation").GetString(), AnswerNormalizer.NormalizePunctuation(raw));
            Assert.Equal(row.GetProperty("both").GetString(), AnswerNormalizer.Normalize(raw));
        }
    }

    [Theory]
    [InlineData("Two.", "2")]
    [InlineData("1,000", "1000")]
    [InlineData("the dog's", "dog's")]
    [InlineData("a red/white", "red white")]
    [InlineData("10:30", "10:30")]
    [InlineData("3.5", "3.5")]
    [InlineData("U.S.", "us")]
    [InlineData("yes, it is", "yes it is")]
    [InlineData("Dont know", "don't know")]
    [InlineData("somebody'd", "somebodyd")]
    [InlineData("1,2 t-shirt", "12 tshirt")]
    public void Answers_are_cleaned_up(string raw, string clean) => Assert.Equal(clean, AnswerNormalizer.Normalize(raw));

    [Fact]
    public void Only_the_first_32_full_stops_go()
    {
        Assert.Equal("", AnswerNormalizer.NormalizePunctuation(new string('.', 32)));
        Assert.Equal("..", AnswerNormalizer.NormalizePunctuation(new string('.', 34)));
    }
}
