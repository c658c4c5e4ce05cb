using System.Runtime.Intrinsics.X86;
using Espalier.Checkpoints;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>Makes a recipe's models: shape, device, precision, and the pre-trained weights that each run starts from.</summary>
public sealed class ModelFactory
{
    private readonly Recipe recipe;
    private readonly string? pretrained;

    /// <summary>Prepares the factory; nothing is loaded yet.</summary>
    /// <param name="recipe">Names size, device and precision.</param>
    /// <param name="data">Gives vocabulary, answers and feature size.</param>
    /// <param name="pretrained">A checkpoint whose backbone every model starts from; null for random weights.</param>
    public ModelFactory(Recipe recipe, PreparedData data, string? pretrained)
    {
        (this.recipe, this.pretrained) = (recipe, pretrained);
        Config = ShapeOf(recipe, data.Tokenizer.VocabularySize, data.Features.FeatureSize) with { AnswerCount = data.Vocabulary.Count };
    }

    /// <summary>The shape of the models.</summary>
    public LxmertConfig Config { get; init; }

    /// <summary>Where the models live.</summary>
    public Device Device => recipe.Model.Device == "cuda" ? CUDA : CPU;

    /// <summary>A recipe's shape, but for the answers.</summary>
    public static LxmertConfig ShapeOf(Recipe recipe, int vocabularySize, int featureSize)
    {
        ModelOptions model = recipe.Model;
        LxmertConfig size = model.From is { } folder && File.Exists(Path.Combine(folder, "config.json"))
            ? LxmertConfig.Load(Path.Combine(folder, "config.json"))
            : model.Size == "base" ? LxmertConfig.Base : LxmertConfig.Tiny;
        LxmertConfig config = size with
        {
            VocabularySize = vocabularySize,
            FeatureSize = featureSize,
            PositionCount = Math.Max(size.PositionCount, recipe.Data.QuestionLength),
            HiddenSize = model.Hidden ?? size.HiddenSize,
            HeadCount = model.Heads ?? size.HeadCount,
            IntermediateSize = model.Intermediate ?? size.IntermediateSize,
            LanguageLayers = model.Layers?[0] ?? size.LanguageLayers,
            VisionLayers = model.Layers?[1] ?? size.VisionLayers,
            CrossLayers = model.Layers?[2] ?? size.CrossLayers,
            HiddenDropout = model.Dropout ?? size.HiddenDropout,
            AttentionDropout = model.Dropout ?? size.AttentionDropout,
        };
        config.Validate();
        return config;
    }

    /// <summary>The compute precision of a recipe on this machine.</summary>
    public static ScalarType ComputeType(ModelOptions model) => model.Precision switch
    {
        "bf16" => ScalarType.BFloat16,
        "fp32" => ScalarType.Float32,
        // .NET cannot ask for AVX512_BF16; without it bf16 is slower than fp32.
        _ => model.Device == "cpu" && HasBFloat16() ? ScalarType.BFloat16 : ScalarType.Float32,
    };

    /// <summary>A fresh model with the pre-trained backbone and a new answer head.</summary>
    public Lxmert Create()
    {
        Lxmert model = new(Config, recipe.Seed, Device) { ComputeType = ComputeType(recipe.Model) };
        if (pretrained is null) return model;
        using ITensorSource source = CheckpointFile.Open(pretrained);
        ModelWeights.Load(model, source, LoadOptions.Pretrained);
        return model;
    }

    /// <summary>A model of zeros, for weights of a stage of this run to be loaded into.</summary>
    public Lxmert Blank()
    {
        Lxmert model = Lxmert.Blank(Config, Device);
        model.ComputeType = ComputeType(recipe.Model);
        return model;
    }

    private static bool HasBFloat16()
    {
        const string Info = "/proc/cpuinfo";
        return Avx512BW.IsSupported && File.Exists(Info)
            && File.ReadLines(Info).Any(line => line.StartsWith("flags", StringComparison.Ordinal) && line.Contains("avx512_bf16", StringComparison.Ordinal));
    }
}
