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
    private readonly PreparedData data;
    private readonly string? pretrained;

    /// <summary>Prepares the factory; nothing is loaded yet.</summary>
    /// <param name="recipe">Names size, device and precision.</param>
    /// <param name="data">Gives vocabulary, answers and feature size.</param>
    /// <param name="pretrained">A checkpoint whose backbone every model starts from; null for random weights.</param>
    public ModelFactory(Recipe recipe, PreparedData data, string? pretrained)
    {
        (this.recipe, this.data, this.pretrained) = (recipe, data, pretrained);
        Config = ShapeOf(recipe, data.Sizes);
    }

    /// <summary>The shape of the models.</summary>
    public BackboneConfig Config { get; init; }

    /// <summary>Where the models live.</summary>
    public Device Device => DeviceOf(recipe.Model);

    /// <summary>Where the models of a recipe live.</summary>
    internal static Device DeviceOf(ModelOptions model) => model.Device == "cuda" ? CUDA : CPU;

    /// <summary>A recipe's shape for given data.</summary>
    /// <exception cref="InputException">The configuration of the checkpoint is not one of the recipe's backbone or for other data, or sizes do not fit together.</exception>
    public static BackboneConfig ShapeOf(Recipe recipe, DataSizes data)
    {
        ModelOptions model = recipe.Model;
        string? published = model.From is { } from ? ConfigOf(from) : null;
        BackboneConfig size = SizeOf(model);
        if (published is not null && size.Misfit(data) is { } wrong) throw new InputException(published, wrong.Key, wrong.Found, wrong.Expected);
        if (model.Layers is { } layers) size = size.WithLayers(layers);
        if (model.Resolution is { } side && size is MplugConfig seeing) size = seeing with { Vision = seeing.Vision with { Resolution = side } };
        BackboneConfig config = size.For(data) with
        {
            PositionCount = Math.Max(size.PositionCount, recipe.Data.QuestionLength),
            HiddenSize = model.Hidden ?? size.HiddenSize,
            HeadCount = model.Heads ?? size.HeadCount,
            IntermediateSize = model.Intermediate ?? size.IntermediateSize,
            HiddenDropout = model.Dropout ?? size.HiddenDropout,
            AttentionDropout = model.Dropout ?? size.AttentionDropout,
        };
        try
        {
            config.Validate();
        }
        catch (ArgumentException error)
        {
            throw new InputException(model.From ?? "recipe", "model", error.Message, "sizes that fit together", error);
        }
        return config;
    }

    /// <summary>The shape that a recipe names, with its own sizes of vocabulary, answers and features: that of its checkpoint, or of `model.size` where there is none yet.</summary>
    /// <exception cref="InputException">The configuration of the checkpoint is not one of the recipe's backbone.</exception>
    internal static BackboneConfig SizeOf(ModelOptions model)
    {
        BackboneKind kind = Backbones.Named(model.Backbone);
        return model.From is { } from && ConfigOf(from) is { } published ? kind.Load(published) : kind.Size(model.Size);
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
    public VqaBackbone Create()
    {
        using ITensorSource? source = pretrained is null ? null : CheckpointFile.Open(pretrained);
        VqaBackbone model = source is null ? Config.Create(recipe.Seed, Device) : Config.FromPretrained(source, recipe.Seed, Device);
        return Complete(model);
    }

    /// <summary>A model of zeros, for weights of a stage of this run to be loaded into.</summary>
    public VqaBackbone Blank() => Complete(Config.Blank(Device));

    /// <summary>Lets a model compute as a recipe says.</summary>
    internal static void Configure(VqaBackbone model, ModelOptions options)
    {
        model.ComputeType = ComputeType(options);
        model.Recomputation.Enabled = options.Recompute;
    }

    private VqaBackbone Complete(VqaBackbone model)
    {
        Configure(model, recipe.Model);
        model.SetAnswers(data.Vocabulary, data.Tokenizer, recipe.Model.Shortlist);
        return model;
    }

    // A checkpoint that lies as Hugging Face keeps it is meant with its shape, whether the folder is named or the file in it.
    private static string? ConfigOf(string from)
    {
        string? folder = CheckpointFile.NamesInFolder.Contains(Path.GetFileName(from)) && File.Exists(from) ? Path.GetDirectoryName(from) : from;
        string config = Path.Combine(folder ?? "", "config.json");
        return File.Exists(config) ? config : null;
    }

    private static bool HasBFloat16()
    {
        const string Info = "/proc/cpuinfo";
        return Avx512BW.IsSupported && File.Exists(Info)
            && File.ReadLines(Info).Any(line => line.StartsWith("flags", StringComparison.Ordinal) && line.Contains("avx512_bf16", StringComparison.Ordinal));
    }
}
