namespace Espalier.Testing;

/// <summary>A question with its annotation, as published.</summary>
/// <param name="Id">In COCO, image * 1000 and a running number.</param>
/// <param name="Image">The image asked about.</param>
/// <param name="Type">One of the 65 question types.</param>
/// <param name="Text">The question.</param>
/// <param name="AnswerType">yes/no, number or other.</param>
/// <param name="Answer">The main answer.</param>
public sealed record PublishedQuestion(long Id, long Image, string Type, string Text, string AnswerType, string Answer)
{
    /// <summary>What the ten annotators said; all the main answer, unless told.</summary>
    public IReadOnlyList<string> Annotators { get; init; } = [.. Enumerable.Repeat(Answer, 10)];
}
