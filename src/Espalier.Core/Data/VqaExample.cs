namespace Espalier.Data;

/// <summary>One question joined with its human annotations by question id (the record of VQA v2).</summary>
public sealed record VqaExample
{
    /// <summary>The question's id; unique in a data set.</summary>
    public required long QuestionId { get; init; }

    /// <summary>The image's id; COCO's number for VQA v2.</summary>
    public required long ImageId { get; init; }

    /// <summary>The question's text, as asked.</summary>
    public required string Question { get; init; }

    /// <summary>Leading words that stand for the kind of question ("what color is the"): the key of the answer priors.</summary>
    public required string QuestionType { get; init; }

    /// <summary>yes/no, number or other.</summary>
    public required string AnswerType { get; init; }

    /// <summary>The most frequent human answer, raw (before answer clean-up).</summary>
    public required string MultipleChoiceAnswer { get; init; }

    /// <summary>The human answers, raw; ten in VQA v2, at least one.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>train2014 or val2014 in VQA-CP v2, null elsewhere.</summary>
    public string? CocoSplit { get; init; }
}
