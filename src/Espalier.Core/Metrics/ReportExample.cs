namespace Espalier.Metrics;

/// <summary>One test question with the answers of people, of the prior and of the models.</summary>
public sealed record ReportExample
{
    /// <summary>The question's id.</summary>
    public required long QuestionId { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>Its question type.</summary>
    public required string QuestionType { get; init; }

    /// <summary>The picture's file, absolute or relative to the run folder; null if there is none.</summary>
    public string? Image { get; init; }

    /// <summary>Boxes of the regions that the models saw: x1, y1, x2, y2 as fractions of width and height. May be empty.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Boxes { get; init => field = value ?? []; } = [];

    /// <summary>What people answered, one entry for each.</summary>
    public required IReadOnlyList<string> HumanAnswers { get; init; }

    /// <summary>The most frequent training answer of the question type.</summary>
    public required ReportAnswer Prior { get; init; }

    /// <summary>By model id, the model's answer.</summary>
    public required IReadOnlyDictionary<string, ReportAnswer> Answers { get; init; }
}
