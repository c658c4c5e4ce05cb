using Espalier.Data;
using Espalier.Features;
using Espalier.Training.Pretraining;

namespace Espalier.Training.Tests.Pretraining;

public sealed class PatchLabelsTests
{
    private static readonly RegionLabel Apple = new(0, 1), Boat = new(1, RegionLabel.None), Nothing = new(RegionLabel.None, 0), Background = new(2, 2);

    [Fact]
    public void A_patch_shows_the_smallest_labelled_region_around_its_centre()
    {
        // A boat in the left half, an apple within its upper part, and a region without a kind all over.
        Regions features = new([0, 0, 0.5f, 1], [0, 0, 0.5f, 0.3f], [0, 0, 1, 1]);

        PatchLabels patches = new(Corpus(Boat, Apple, Nothing), features, side: 4);

        Assert.Equal([(0, Apple), (1, Apple), (4, Boat), (5, Boat), (8, Boat), (9, Boat), (12, Boat), (13, Boat)], patches.Of(0));
    }

    [Fact]
    public void A_patch_outside_all_regions_shows_the_background_and_one_in_a_region_without_a_kind_nothing_known()
    {
        PatchLabels patches = new(Corpus(Apple, Nothing), new Regions([0, 0, 0.5f, 0.5f], [0.5f, 0, 1, 0.5f]), side: 2);

        Assert.Equal([(0, Apple), (2, Background), (3, Background)], patches.Of(0));
    }

    [Fact]
    public void Labels_of_a_batch_stand_at_their_patches_states()
    {
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        PatchLabels patches = new(Corpus(Boat, Apple), new Regions([0, 0, 0.5f, 0.5f], [0.5f, 0.5f, 1, 1]), side: 2);

        LabelledPatches labelled = patches.Of([0, 0]);

        // Five states an image: the class token's, which shows nothing, and four patches'. The boat has no colour with a name, and the background is kind and colour of its own.
        const long None = RegionLabelHead.Unlabelled;
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9], labelled.At.data<long>().ToArray());
        Assert.Equal([1, 2, 2, 0, 1, 2, 2, 0], labelled.Kinds.data<long>().ToArray());
        Assert.Equal([None, 2, 2, 1, None, 2, 2, 1], labelled.Colours.data<long>().ToArray());
    }

    [Fact]
    public void A_region_that_holds_no_centre_labels_nothing() =>
        Assert.All(new PatchLabels(Corpus(Apple), new Regions([0.26f, 0.26f, 0.36f, 0.9f]), side: 4).Of(0), patch => Assert.Equal(Background, patch.Label));

    [Fact]
    public void As_many_labels_as_regions_are_expected()
    {
        InputException error = Assert.Throws<InputException>(() => new PatchLabels(Corpus(Apple, Boat), new Regions([0, 0, 1, 1]), side: 4));
        Assert.Contains("$.images[0].regions", error.Message, StringComparison.Ordinal);
    }

    private static PretrainingCorpus Corpus(params RegionLabel[] labels) =>
        new() { Kinds = ["apple", "boat"], Colors = ["green", "red"], Images = [new PretrainingImage(7, [], labels, [])] };

    private sealed class Regions(params float[][] all) : IRegionFeatures
    {
        public int FeatureSize => 1;

        public int MaxRegions => 4;

        public int ImageCount => 1;

        public bool TryFind(long imageId, out int index) => (index = imageId == 7 ? 0 : -1) == 0;

        public int Read(int index, Span<float> features, Span<float> boxes)
        {
            features.Clear();
            boxes.Clear();
            for (int i = 0; i < all.Length; i++) all[i].CopyTo(boxes[(i * 4)..]);
            return all.Length;
        }
    }
}
