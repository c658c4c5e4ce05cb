using Espalier.Data;
using Espalier.Orchard.Drawing;
using Espalier.Orchard.Questions;
using Espalier.Orchard.Regions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard;

/// <summary>The images and texts for pre-training: every kind, colour and answer about equally often, and no image of the pool.</summary>
internal sealed class Corpus(OrchardOptions options)
{
    /// <summary>Far above the pool's ids, so that mixing up the two stores is noticed.</summary>
    internal const long FirstId = 100_000_001;

    private const ulong Scenes = 11, Asking = 12, Detecting = 13, Writing = 14;
    private const int CaptionsPerImage = 5, QuestionsPerImage = 6;

    internal int ImageCount => options.PretrainImages;

    internal Scene SceneOf(int image) => SceneMaker.Make(Dice.For(options.Seed, Scenes, image), Taste.Even);

    internal CorpusImage Grow(int image, ScenePainter painter)
    {
        Scene scene = SceneOf(image);
        painter.Paint(scene);
        Region[] regions = Detector.Detect(scene, Dice.For(options.Seed, Detecting, image));
        byte[]? png = options.PretrainPictures ? painter.ToPng() : null;
        return new(new RegionSheet(painter.ToImage(), regions), png, Describe(image, scene, regions));
    }

    /// <summary>The texts of an image; they do not depend on the picture having been drawn.</summary>
    internal PretrainingImage Describe(int image, Scene scene, IEnumerable<Region> regions)
    {
        SceneFacts facts = new(scene);
        List<string> captions = CaptionWriter.Write(facts, Dice.For(options.Seed, Writing, image), CaptionsPerImage);
        var asked = Asker.Even.Ask(facts, Dice.For(options.Seed, Asking, image), QuestionsPerImage);
        return new(
            FirstId + image,
            captions,
            [.. regions.Select(region => new RegionLabel(region.Kind, region.Tint))],
            [.. asked.Select(pair => new PretrainingQuestion(pair.Question.Text, pair.Type.Name, pair.Question.Answer))]);
    }
}
