using Espalier.Architectures;

namespace Espalier.Training.Models;

/// <summary>Structures of one kind in one place, each of which owns a slice of every part: the heads of an attention, the units of a feed-forward layer.</summary>
/// <param name="Name">"lxmert.encoder.layer.0.attention.self.heads".</param>
/// <param name="Modality">That of the matrices.</param>
/// <param name="Units">How many structures there are.</param>
/// <param name="Parts">The matrices.</param>
internal sealed record UnitBlock(string Name, Modality Modality, int Units, IReadOnlyList<UnitPart> Parts)
{
    /// <summary>Weights of one structure.</summary>
    public long WeightsPerUnit => Parts.Sum(part => part.Matrix.Weight.numel()) / Units;
}
