using System.Globalization;

namespace Espalier.Data;

/// <summary>The three answer types of VQA v2 (Goyal et al. 2017).</summary>
public static class AnswerTypes
{
    /// <summary>Answered by yes or no.</summary>
    public const string YesNo = "yes/no";

    /// <summary>Answered by a number.</summary>
    public const string Number = "number";

    /// <summary>Everything else.</summary>
    public const string Other = "other";

    /// <summary>All three, in the order of the published tables.</summary>
    public static IReadOnlyList<string> All { get; } = [YesNo, Number, Other];

    /// <summary>The type that an answer itself suggests, for data without annotated types.</summary>
    public static string Derive(string answer)
    {
        string clean = AnswerNormalizer.Normalize(answer);
        if (clean is "yes" or "no") return YesNo;
        return double.TryParse(clean, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? Number : Other;
    }
}
