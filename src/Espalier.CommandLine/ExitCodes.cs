namespace Espalier.CommandLine;

/// <summary>What the programs tell whoever started them.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Bad use: an option that does not exist, or a value that is none.</summary>
    public const int BadUse = 1;

    /// <summary>Bad input: a file is not as it must be.</summary>
    public const int BadInput = 2;

    /// <summary>Failed.</summary>
    public const int Failed = 3;

    /// <summary>Stopped by a signal.</summary>
    public const int Interrupted = 130;
}
