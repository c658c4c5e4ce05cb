namespace Espalier.Orchard.Drawing;

/// <summary>What a layer of a drawing is filled with: the thing's own colour in three tones, or a colour that never changes.</summary>
internal enum Ink { Main, Shade, Light, Dark, Cream, Glass, Leaf, Wood, Steel }
