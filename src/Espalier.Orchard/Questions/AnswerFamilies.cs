namespace Espalier.Orchard.Questions;

/// <summary>Names of the families, and which family an answer belongs to.</summary>
internal static class AnswerFamilies
{
    internal static AnswerFamily Of(string answer) => answer switch
    {
        "yes" or "no" => AnswerFamily.YesNo,
        "left" or "right" => AnswerFamily.Side,
        "big" or "small" => AnswerFamily.Bulk,
        _ when char.IsAsciiDigit(answer[0]) => AnswerFamily.Number,
        _ when Words.Tints.Contains(answer) => AnswerFamily.Tint,
        _ when Words.Kinds.Contains(answer) => AnswerFamily.Kind,
        _ => throw new ArgumentException($"no question is answered by '{answer}'", nameof(answer)),
    };

    internal static string Name(AnswerFamily family) => family switch
    {
        AnswerFamily.YesNo => "yes/no",
        AnswerFamily.Number => "number",
        AnswerFamily.Tint => "color",
        AnswerFamily.Kind => "thing",
        AnswerFamily.Side => "side",
        AnswerFamily.Bulk => "size",
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
