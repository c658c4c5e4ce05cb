namespace Espalier.Orchard.Scenes;

/// <summary>The colour of a thing. The number is the label in the pre-training corpus.</summary>
internal enum Tint { Red, Orange, Yellow, Green, Blue, Purple, Pink, Brown, Black, White }
