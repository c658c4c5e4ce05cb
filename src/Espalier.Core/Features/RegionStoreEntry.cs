using System.Runtime.InteropServices;

namespace Espalier.Features;

/// <summary>One entry of a store's index: 24 bytes, as in the file.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Offset">Where its record starts.</param>
/// <param name="Regions">How many regions it has.</param>
/// <param name="Checksum">CRC-32C of its record without padding.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct RegionStoreEntry(long ImageId, long Offset, int Regions, uint Checksum)
{
    internal const int Size = 24;
}
