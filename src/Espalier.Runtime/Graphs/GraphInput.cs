namespace Espalier.Graphs;

/// <summary>What a graph is given. The masks that its axes name are given too.</summary>
/// <param name="Name">Unique in its graph.</param>
public abstract record GraphInput(string Name)
{
    /// <summary>How its rows lie; null where it is a picture.</summary>
    public Axis? Rows => this switch
    {
        Ids ids => ids.Axis,
        States states => states.Value.Axis,
        _ => null,
    };

    /// <summary>Word pieces: whole numbers [B, T].</summary>
    /// <param name="Name">Unique in its graph.</param>
    /// <param name="Axis">What is counted.</param>
    public sealed record Ids(string Name, Axis.Sequence Axis) : GraphInput(Name);

    /// <summary>Rows that are known already, such as region features: fp32 [B, R, W].</summary>
    /// <param name="Value">Under the input's name.</param>
    public sealed record States(Value Value) : GraphInput(Value.Name);

    /// <summary>Normalised pixels: fp32 [B, 3, S, S].</summary>
    /// <param name="Name">Unique in its graph.</param>
    /// <param name="Side">Width and height S in pixels.</param>
    public sealed record Pictures(string Name, int Side) : GraphInput(Name);
}
