using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Text;

namespace Espalier.Tests.Packing;

/// <summary>A VisualBERT of one layer with drawn weights. Rows have a block of columns and a part of one, and bits that do not fill their last byte.</summary>
internal static class TinyPackedModel
{
    public const int Width = 160, Wide = 260, Features = 20, Answers = 5;

    private const string Embeddings = "visual_bert.embeddings", Layer = "visual_bert.encoder.layer.0";

    public const string Query = Layer + ".attention.self.query.weight", Output = Layer + ".output.dense.weight";

    public static PackedDescription Description { get; } = new(
        """{"model_type":"visual_bert","num_attention_heads":4,"layer_norm_eps":1e-12,"num_hidden_layers":1,"some_other_key":[1]}""",
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "what", "is", "this", "a", "##s"]),
        new AnswerVocabulary(["yes", "no", "red", "2", "caf\u00e9"]),
        new RegionForm(Features, 36, null, null),
        new EncodingOptions(8),
        new PackedLineage("tiny", "lpf+lmh", "visualbert", 49, 0.7, [new PackedStage(1, "lpf"), new PackedStage(2, "lmh")], "name: tiny\n"),
        new PackedScores("validation-ood", new ModelAccuracy(null, new TypeAccuracy { All = 50.25, YesNo = 60, Number = null, Other = 40 })));

    /// <summary>Writes the model with its zeros.</summary>
    public static SafetensorsFile Weights(TemporaryFolder folder, double sparsity, params (string Name, int At, float Value)[] changes)
    {
        SplitMix random = new(7);
        List<(string, long[], float[]?)> tensors = [];
        foreach ((string name, long[] shape, bool prunable) in Shapes())
        {
            float[] values = new float[shape.Aggregate((a, b) => a * b)];
            for (int i = 0; i < values.Length; i++)
            {
                float value = (random.Below(2_001) - 1_000) / 4_000f;
                values[i] = prunable && random.Below(1_000) < 1_000 * sparsity ? 0 : value;
            }
            foreach ((string changed, int at, float value) in changes.Where(change => change.Name == name)) values[at] = value;
            tensors.Add((name, shape, values));
        }
        return TinyCheckpoint.Write(folder, [.. tensors]);
    }

    /// <summary>Writes the model packed.</summary>
    public static string Write(TemporaryFolder folder, double sparsity, PackedDescription? description = null)
    {
        using SafetensorsFile weights = Weights(folder, sparsity);
        string path = folder.File("model.esp");
        PackedFileWriter.Write(path, weights, description ?? Description);
        return path;
    }

    /// <summary>A picture of some regions.</summary>
    public static PictureRegions Picture(int regions, int seed) => new(Numbers(regions * Features, seed), Numbers(regions * 4, seed + 1), "drawn");

    private static float[] Numbers(int count, int seed)
    {
        SplitMix random = new((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Below(1_000) / 1_000f)];
    }

    private static IEnumerable<(string Name, long[] Shape, bool Prunable)> Shapes()
    {
        yield return ($"{Embeddings}.word_embeddings.weight", [9, Width], true);
        yield return ($"{Embeddings}.position_embeddings.weight", [12, Width], false);
        yield return ($"{Embeddings}.token_type_embeddings.weight", [2, Width], false);
        yield return ($"{Embeddings}.visual_position_embeddings.weight", [12, Width], false);
        yield return ($"{Embeddings}.visual_token_type_embeddings.weight", [2, Width], false);
        (string At, long Rows, long Columns, bool Prunable)[] layers =
        [
            ($"{Embeddings}.visual_projection", Width, Features, false),
            ($"{Layer}.attention.self.query", Width, Width, true), ($"{Layer}.attention.self.key", Width, Width, true), ($"{Layer}.attention.self.value", Width, Width, true),
            ($"{Layer}.attention.output.dense", Width, Width, true), ($"{Layer}.intermediate.dense", Wide, Width, true), ($"{Layer}.output.dense", Width, Wide, true),
            ("visual_bert.pooler.dense", Width, Width, true),
        ];
        foreach ((string at, long rows, long columns, bool prunable) in layers)
        {
            yield return ($"{at}.weight", [rows, columns], prunable);
            yield return ($"{at}.bias", [rows], false);
        }
        foreach (string norm in (string[])[Embeddings, $"{Layer}.attention.output", $"{Layer}.output"])
        {
            yield return ($"{norm}.LayerNorm.weight", [Width], false);
            yield return ($"{norm}.LayerNorm.bias", [Width], false);
        }
        foreach ((string at, long rows, long columns) in ((string, long, long)[])[("cls.main.0", 2 * Width, Width), ("cls.main.3", Answers, 2 * Width)])
        {
            yield return ($"{at}.weight_v", [rows, columns], false);
            yield return ($"{at}.weight_g", [1], false);
            yield return ($"{at}.bias", [rows], false);
        }
    }
}
