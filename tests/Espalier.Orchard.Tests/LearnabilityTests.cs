using Espalier.Data;
using Espalier.Features;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

public sealed class LearnabilityTests
{
    private const int TrainImages = 800, TestImages = 200;

    [Fact]
    public void A_linear_probe_reads_kind_and_colour_off_a_regions_features()
    {
        List<float[]> train = [], test = [];
        List<RegionLabel> trainLabels = [], testLabels = [];
        Corpus corpus = new(new(PretrainImages: TrainImages + TestImages));
        int image = 0;
        foreach (CorpusImage grown in OrderedWork.Run(corpus.ImageCount, threads: 2, corpus.Grow, TestContext.Current.CancellationToken))
        {
            bool isTrain = image++ < TrainImages;
            for (int i = 0; i < grown.Image.Regions.Count; i++)
            {
                RegionLabel label = grown.Image.Regions[i];
                if (label.Color == RegionLabel.None) continue;
                int start = i * PixelFeaturizer.FeatureSize;
                (isTrain ? train : test).Add(grown.Sheet.Features[start..(start + PixelFeaturizer.FeatureSize)]);
                (isTrain ? trainLabels : testLabels).Add(label);
            }
        }

        LinearProbe kinds = LinearProbe.Fit(train, [.. trainLabels.Select(label => label.Kind)], Taste.KindCount);
        LinearProbe tints = LinearProbe.Fit(train, [.. trainLabels.Select(label => label.Color)], Taste.TintCount);
        Assert.True(Share(test, row => kinds.Predict(row), testLabels, label => label.Kind) > 0.97);
        Assert.True(Share(test, row => tints.Predict(row), testLabels, label => label.Color) > 0.97);
    }

    private static double Share(List<float[]> rows, Func<float[], int> predict, List<RegionLabel> labels, Func<RegionLabel, int> truth) =>
        rows.Zip(labels).Average(pair => predict(pair.First) == truth(pair.Second) ? 1.0 : 0);
}
