namespace Espalier.Orchard.Scenes;

/// <summary>How big a thing is drawn: the longer side is about twice as long for <see cref="Big"/> as for <see cref="Small"/>.</summary>
internal enum Bulk { Small, Big }
