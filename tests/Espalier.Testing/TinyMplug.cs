using Espalier.Data;
using Espalier.Features;
using Espalier.Numerics;
using Espalier.Packing;
using Espalier.Text;

namespace Espalier.Testing;

/// <summary>An mPLUG with drawn weights: one layer of each kind, but two of fusion, the second of which is of image and text together.</summary>
public static class TinyMplug
{
    public const int Side = 8;

    private const int Patch = 4, Width = 8, Wide = 20, Words = 11;

    /// <summary>What a packed file says of the model.</summary>
    public static PackedDescription Description { get; } = new(
        $$"""
        {"model_type":"mplug","num_attention_heads":2,"layer_norm_eps":1e-12,"num_hidden_layers":3,"text_encoder_layers":1,"fusion_layers":2,"text_decode_layers":1,"stride_layer":1,
        "visual_config":{"input_resolution":{{Side}},"patch_size":{{Patch}},"layers":1,"heads":2} }
        """,
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "what", "is", "this", "a", "##s", "red", "blue"]),
        new AnswerVocabulary(["red", "blue", "a", "red blue", "as"]),
        new RegionForm(3, 36, null, null),
        new EncodingOptions(8),
        new PackedLineage("tiny", "lpf+lmh", "mplug", 49, 0.7, [new PackedStage(1, "lpf"), new PackedStage(2, "lmh")], "name: tiny\n"),
        null,
        new PackedRanking(3));

    /// <summary>The weights; of prunable ones so many are zero.</summary>
    public static IEnumerable<(string Name, long[] Shape, float[] Values)> Tensors(double sparsity)
    {
        SplitMix random = new(11);
        foreach ((string name, long[] shape, bool prunable) in Shapes())
        {
            float[] values = new float[shape.Aggregate((a, b) => a * b)];
            for (int i = 0; i < values.Length; i++)
            {
                float value = (random.Below(2_001) - 1_000) / 2_000f;
                values[i] = prunable && random.Below(1_000) < 1_000 * sparsity ? 0 : value;
            }
            yield return (name, shape, values);
        }
    }

    private static IEnumerable<(string Name, long[] Shape, bool Prunable)> Shapes()
    {
        const string visual = "visual_encoder.visual", block = visual + ".transformer.resblocks.0", decoder = "text_decoder.bert", head = "text_decoder.cls.predictions";
        const long states = (Side / Patch * (Side / Patch)) + 1;
        return
        [
            ($"{visual}.conv1.weight", [Width, 3, Patch, Patch], false), ($"{visual}.class_embedding", [Width], false), ($"{visual}.positional_embedding", [states, Width], false),
            .. Pair($"{visual}.ln_pre"), .. Pair($"{visual}.ln_post"), .. Pair($"{block}.ln_1"), .. Pair($"{block}.ln_2"),
            ($"{block}.attn.in_proj_weight", [3 * Width, Width], false), ($"{block}.attn.in_proj_bias", [3 * Width], false),
            .. Linear($"{block}.attn.out_proj", Width, Width), .. Linear($"{block}.mlp.c_fc", Wide, Width), .. Linear($"{block}.mlp.c_proj", Width, Wide),
            .. Embeddings("text_encoder.embeddings"), .. Layer("text_encoder.encoder.layer.0"),
            .. Layer("fusion_encoder.encoder.layer.1"), .. Attention("fusion_encoder.encoder.layer.1.crossattention"), .. Layer("fusion_encoder.encoder.layer.2"),
            .. Embeddings($"{decoder}.embeddings"), .. Layer($"{decoder}.encoder.layer.0"), .. Attention($"{decoder}.encoder.layer.0.crossattention"),
            .. Linear($"{head}.transform.dense", Width, Width), .. Pair($"{head}.transform.LayerNorm"), ($"{head}.bias", [Words], false),
        ];

        static (string, long[], bool)[] Pair(string at) => [($"{at}.weight", [Width], false), ($"{at}.bias", [Width], false)];

        static (string, long[], bool)[] Linear(string at, long rows, long columns) => [($"{at}.weight", [rows, columns], true), ($"{at}.bias", [rows], false)];

        static (string, long[], bool)[] Embeddings(string at) =>
        [
            ($"{at}.word_embeddings.weight", [Words, Width], false), ($"{at}.position_embeddings.weight", [12, Width], false),
            ($"{at}.token_type_embeddings.weight", [2, Width], false), .. Pair($"{at}.LayerNorm"),
        ];

        static (string, long[], bool)[] Attention(string at) =>
        [
            .. Linear($"{at}.self.query", Width, Width), .. Linear($"{at}.self.key", Width, Width), .. Linear($"{at}.self.value", Width, Width),
            .. Linear($"{at}.output.dense", Width, Width), .. Pair($"{at}.output.LayerNorm"),
        ];

        static (string, long[], bool)[] Layer(string at) =>
            [.. Attention($"{at}.attention"), .. Linear($"{at}.intermediate.dense", Wide, Width), .. Linear($"{at}.output.dense", Width, Wide), .. Pair($"{at}.output.LayerNorm")];
    }
}
