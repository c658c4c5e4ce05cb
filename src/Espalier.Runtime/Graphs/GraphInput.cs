namespace Espalier.Graphs;

/// <summary>What a graph is given. The masks that its axes name are given too.</summary>
/// <param name="Name">Unique in its graph.</param>
public abstract record GraphInput(string Name)
{
    /// <summary>Word pieces: whole numbers [B, T].</summary>
    /// <param name="Name">Unique in its graph.</param>
    /// <param name="Axis">What is counted.</param>
    public sealed record Ids(string Name, Axis.Sequence Axis) : GraphInput(Name);

    /// <summary>Rows that are known already, such as region features: fp32 [B, R, W].</summary>
    /// <param name="Rows">Under the input's name.</param>
    public sealed record States(Value Rows) : GraphInput(Rows.Name);

    /// <summary>Normalised pixels: fp32 [B, 3, S, S].</summary>
    /// <param name="Name">Unique in its graph.</param>
    /// <param name="Side">Width and height S in pixels.</param>
    public sealed record Pictures(string Name, int Side) : GraphInput(Name);
}
