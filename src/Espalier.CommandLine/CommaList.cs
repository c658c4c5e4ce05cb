namespace Espalier.CommandLine;

/// <summary>Values of an option that stand in one word with commas between them: `--batch 1,8,32`.</summary>
/// <param name="Values">The values, each once.</param>
public sealed record CommaList<T>(IReadOnlyList<T> Values)
    where T : class
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Values);
}
