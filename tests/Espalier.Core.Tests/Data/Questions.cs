using Espalier.Data;

namespace Espalier.Core.Tests.Data;

/// <summary>Small data for tests.</summary>
internal static class Questions
{
    public static VqaExample Example(long id, string main, params string[] answers) => new()
    {
        QuestionId = id,
        ImageId = id / 10,
        Question = "What color is it?",
        QuestionType = "what color is",
        AnswerType = AnswerTypes.Derive(main),
        MultipleChoiceAnswer = main,
        Answers = answers.Length > 0 ? answers : [.. Enumerable.Repeat(main, 10)],
    };

    public static string[] Times(this string answer, int times) => [.. Enumerable.Repeat(answer, times)];
}
