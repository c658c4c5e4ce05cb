using Espalier.Data;
using Espalier.Orchard.Regions;

namespace Espalier.Orchard;

/// <summary>One finished image of the pool.</summary>
internal sealed record PoolImage(RegionSheet Sheet, IReadOnlyList<Region> Regions, byte[] Png, IReadOnlyList<VqaExample> Examples);
