namespace Espalier.Sources;

/// <summary>A picture as a model takes it: its regions, or its pixels.</summary>
/// <param name="Origin">Where that came from, for people: "3 x 3 grid", "the whole picture".</param>
public abstract record PictureInput(string Origin);
