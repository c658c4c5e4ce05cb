namespace Espalier.Data;

/// <summary>What a file from outside may hold at most; far above every published data set.</summary>
internal static class VqaLimits
{
    public const int MaxExamples = 10_000_000;
    public const int MaxAnswers = 100;
    public const int MaxQuestionLength = 4096;
    public const int MaxAnswerLength = 1024;
    public const int MaxRecordBytes = 1 << 20;
    public const long MaxJsonBytes = 4L << 30;
}
