namespace Espalier.Orchard.Scenes;

/// <summary>A rectangle in pixels of the picture, y downwards.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    internal float Width => Right - Left;

    internal float Height => Bottom - Top;

    internal float CentreX => (Left + Right) / 2;

    internal float CentreY => (Top + Bottom) / 2;

    internal float Area => Width * Height;

    internal Box Grow(float margin) => new(Left - margin, Top - margin, Right + margin, Bottom + margin);

    internal Box Move(float dx, float dy) => new(Left + dx, Top + dy, Right + dx, Bottom + dy);

    /// <summary>The area that two rectangles share.</summary>
    internal float Overlap(Box other) =>
        MathF.Max(0, MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left))
        * MathF.Max(0, MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top));
}
