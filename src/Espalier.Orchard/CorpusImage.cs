using Espalier.Data;
using Espalier.Orchard.Regions;

namespace Espalier.Orchard;

/// <summary>One finished image of the pre-training corpus; its picture only where it was asked for.</summary>
internal sealed record CorpusImage(RegionSheet Sheet, byte[]? Png, PretrainingImage Image);
