using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Text;

namespace Espalier.Testing;

/// <summary>A VisualBERT of one layer with drawn weights, of any width.</summary>
public static class TinyVisualBert
{
    public const int Answers = 5;

    public const string Query = Layer + ".attention.self.query.weight", Output = Layer + ".output.dense.weight";

    private const string Embeddings = "visual_bert.embeddings", Layer = "visual_bert.encoder.layer.0";

    /// <summary>What a packed file says of the model.</summary>
    public static PackedDescription Description(int features, int heads) => new(
        $$"""{"model_type":"visual_bert","num_attention_heads":{{heads}},"layer_norm_eps":1e-12,"num_hidden_layers":1,"some_other_key":[1]}""",
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "what", "is", "this", "a", "##s"]),
        new AnswerVocabulary(["yes", "no", "red", "2", "caf\u00e9"]),
        new RegionForm(features, 36, null, null),
        new EncodingOptions(8),
        new PackedLineage("tiny", "lpf+lmh", "visualbert", 49, 0.7, [new PackedStage(1, "lpf"), new PackedStage(2, "lmh")], "name: tiny\n"),
        new PackedScores("validation-ood", new ModelAccuracy(null, new TypeAccuracy { All = 50.25, YesNo = 60, Number = null, Other = 40 })));

    /// <summary>The weights; of prunable ones so many are zero.</summary>
    public static IEnumerable<(string Name, long[] Shape, float[] Values)> Tensors(int width, int wide, int features, double sparsity)
    {
        SplitMix random = new(7);
        foreach ((string name, long[] shape, bool prunable) in Shapes(width, wide, features))
        {
            float[] values = new float[shape.Aggregate((a, b) => a * b)];
            for (int i = 0; i < values.Length; i++)
            {
                float value = (random.Below(2_001) - 1_000) / 4_000f;
                values[i] = prunable && random.Below(1_000) < 1_000 * sparsity ? 0 : value;
            }
            yield return (name, shape, values);
        }
    }

    private static IEnumerable<(string Name, long[] Shape, bool Prunable)> Shapes(int width, int wide, int features)
    {
        yield return ($"{Embeddings}.word_embeddings.weight", [9, width], true);
        yield return ($"{Embeddings}.position_embeddings.weight", [12, width], false);
        yield return ($"{Embeddings}.token_type_embeddings.weight", [2, width], false);
        yield return ($"{Embeddings}.visual_position_embeddings.weight", [12, width], false);
        yield return ($"{Embeddings}.visual_token_type_embeddings.weight", [2, width], false);
        (string At, long Rows, long Columns, bool Prunable)[] layers =
        [
            ($"{Embeddings}.visual_projection", width, features, false),
            ($"{Layer}.attention.self.query", width, width, true), ($"{Layer}.attention.self.key", width, width, true), ($"{Layer}.attention.self.value", width, width, true),
            ($"{Layer}.attention.output.dense", width, width, true), ($"{Layer}.intermediate.dense", wide, width, true), ($"{Layer}.output.dense", width, wide, true),
            ("visual_bert.pooler.dense", width, width, true),
        ];
        foreach ((string at, long rows, long columns, bool prunable) in layers)
        {
            yield return ($"{at}.weight", [rows, columns], prunable);
            yield return ($"{at}.bias", [rows], false);
        }
        foreach (string norm in (string[])[Embeddings, $"{Layer}.attention.output", $"{Layer}.output"])
        {
            yield return ($"{norm}.LayerNorm.weight", [width], false);
            yield return ($"{norm}.LayerNorm.bias", [width], false);
        }
        foreach ((string at, long rows, long columns) in ((string, long, long)[])[("cls.main.0", 2 * width, width), ("cls.main.3", Answers, 2 * width)])
        {
            yield return ($"{at}.weight_v", [rows, columns], false);
            yield return ($"{at}.weight_g", [1], false);
            yield return ($"{at}.bias", [rows], false);
        }
    }
}
