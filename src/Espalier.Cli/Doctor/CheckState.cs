namespace Espalier.Cli.Doctor;

/// <summary>How a check came out.</summary>
internal enum CheckState
{
    Ok,
    Warn,
    Fail,
}
