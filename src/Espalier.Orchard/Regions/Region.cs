using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Regions;

/// <summary>What the detector finds.</summary>
/// <param name="Box">In pixels, within the picture.</param>
/// <param name="Kind">A kind's number, <see cref="Detector.PersonLabel"/>, or <see cref="Detector.NoLabel"/> for a false find.</param>
/// <param name="Tint">A colour's number or <see cref="Detector.NoLabel"/>.</param>
internal readonly record struct Region(Box Box, int Kind, int Tint);
