namespace Espalier.Orchard.Scenes;

/// <summary>Where a scene is set; only its looks depend on it.</summary>
internal enum Backdrop { Table, Grass, Room, Beach, Street }
