using Espalier.Features;
using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>A model's shape, and that of its questions, all of which are as long as that.</summary>
/// <param name="Config">The model.</param>
/// <param name="Words">Word pieces of a question.</param>
/// <param name="Regions">Regions of a picture.</param>
internal sealed record ModelCase(RegionBackboneConfig Config, int Words, int Regions)
{
    /// <summary>Of base the published shape, with 36 regions; of tiny that of the quickstart: 210 word pieces, 40 answers, at most 14 pieces and 8 regions.</summary>
    public static ModelCase Of(string backbone, string size)
    {
        var config = (RegionBackboneConfig)Backbones.Named(backbone).Size(size);
        return size == "base"
            ? new ModelCase(config, 20, 36)
            : new ModelCase((RegionBackboneConfig)config.For(new DataSizes(210, 40, PixelFeaturizer.FeatureSize)), 14, 8);
    }
}
