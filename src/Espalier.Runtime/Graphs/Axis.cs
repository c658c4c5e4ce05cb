namespace Espalier.Graphs;

/// <summary>How many rows a value has for each example, and which of them are real. Values that lie alike have equal axes.</summary>
public abstract record Axis
{
    private Axis()
    {
    }

    /// <summary>One row for each example.</summary>
    public static Axis One { get; } = new Fixed("one", 1);

    /// <summary>Whether some of its rows may be padding.</summary>
    public bool IsMasked => this switch
    {
        Sequence sequence => sequence.Mask is not null,
        Joined joined => joined.Front.IsMasked || joined.Back.IsMasked,
        _ => false,
    };

    /// <summary>As many rows as an example has: word pieces, regions.</summary>
    /// <param name="Name">What is counted.</param>
    /// <param name="Mask">Name of the input that says which rows are real (1) and which are padding (0); null where attention is causal and padding stands at the end.</param>
    /// <param name="IsShared">Whether examples that follow each other may have the same rows, which are then given once: the answers to one question read the same picture.</param>
    public sealed record Sequence(string Name, string? Mask, bool IsShared = false) : Axis;

    /// <summary>The same number of rows for all examples, all of them real.</summary>
    /// <param name="Name">What is counted.</param>
    /// <param name="Length">How many.</param>
    public sealed record Fixed(string Name, int Length) : Axis;

    /// <summary>The rows of one axis, and behind them those of another.</summary>
    /// <param name="Front">What stands first.</param>
    /// <param name="Back">What stands behind it.</param>
    public sealed record Joined(Axis Front, Axis Back) : Axis;
}
