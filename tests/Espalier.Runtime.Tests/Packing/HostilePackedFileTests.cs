using System.Runtime.InteropServices;
using System.Text;
using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;
using Espalier.Packing;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

/// <summary>A file that is not what the writer writes must be refused as it is opened, with the place and what is wrong: kernels do not look again.</summary>
public sealed class HostilePackedFileTests : IDisposable
{
    private const string Query = TinyPackedModel.Query, Output = TinyPackedModel.Output, Words = "visual_bert.embeddings.word_embeddings.weight";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("format", null, "found nothing; expected \"espalier-packed\"")]
    [InlineData("format", "pt", "found \"pt\"")]
    [InlineData("version", "1", "found \"1\"; expected \"2\"")]
    [InlineData("version", null, "metadata \"version\"")]
    [InlineData("vocabulary", null, "metadata \"vocabulary\"")]
    [InlineData("vocabulary", "[PAD]\n[UNK]\n[CLS]\n", "metadata \"vocabulary\", pieces: found no [SEP]")]
    [InlineData("vocabulary", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\na\nb\nc\nd\n", "the piece \"a\" a second time")]
    [InlineData("vocabulary", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n", "found 4; expected 9")]
    [InlineData("vocabulary", "[PAD]\n[UNK]\n[CLS]\n[SEP]", "does not end with a line end")]
    [InlineData("answers", null, "metadata \"answers\"")]
    [InlineData("answers", "yes\nno\n", "found 2; expected 5")]
    [InlineData("answers", "yes\n\nno\n", "metadata \"answers\", line 2")]
    [InlineData("question", null, "metadata \"question\"")]
    [InlineData("question", "{\"length\":8,\"form\":\"upside-down\"}", "the form \"upside-down\"")]
    [InlineData("question", "{\"length\":-8,\"form\":\"bare\"}", "a length of -8")]
    [InlineData("question", "{\"length\":513,\"form\":\"bare\"}", "a length of 513; expected 3 to 512")]
    [InlineData("question", "{\"length\":13,\"form\":\"bare\"}", "a length of 13; expected at most 12")]
    [InlineData("question", "{\"form\":\"bare\"}", "metadata \"question\", $")]
    [InlineData("regions", "{\"feature_size\":21,\"max_regions\":36,\"pixel_version\":null,\"grid\":null}", "found 21; expected 20")]
    [InlineData("regions", "{\"feature_size\":-1,\"max_regions\":36,\"pixel_version\":null,\"grid\":null}", "metadata \"regions\", $")]
    [InlineData("lineage", "[]", "metadata \"lineage\", $")]
    [InlineData("scores", "{\"selected_on\":7}", "metadata \"scores\", $")]
    [InlineData("config", "", "metadata \"config\", $")]
    [InlineData("config", "null", "metadata \"config\", $")]
    [InlineData("config", "{\"model_type\":\"bert\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-12}", "found \"bert\"; expected \"lxmert\", \"visual_bert\" or \"mplug\"")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":0,\"layer_norm_eps\":1e-12,\"num_hidden_layers\":1}", "num_attention_heads: found 0")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":7,\"layer_norm_eps\":1e-12,\"num_hidden_layers\":1}", "a multiple of 7 heads")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":4,\"layer_norm_eps\":5,\"num_hidden_layers\":1}", "layer_norm_eps: found 5")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-60,\"num_hidden_layers\":1}", "layer_norm_eps: found 1E-60")]
    [InlineData("config", "{\"model_type\":\"\\ud800\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-12,\"num_hidden_layers\":1}", "metadata \"config\", $.model_type")]
    [InlineData("lineage", "{\"\\ud800\":1}", "metadata \"lineage\", $")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-12}", "num_hidden_layers: found nothing")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-12,\"num_hidden_layers\":2000000000}", "expected 1 to 1024")]
    [InlineData("config", "{\"model_type\":\"visual_bert\",\"num_attention_heads\":4,\"layer_norm_eps\":1e-12,\"num_hidden_layers\":2}", "tensor \"visual_bert.encoder.layer.1")]
    public void Words_that_do_not_fit_are_refused(string key, string? text, string message) => Refused(0.6, message, file =>
    {
        if (text is null) file.Metadata.Remove(key);
        else file.Metadata[key] = text;
    });

    [Theory]
    [InlineData("config")]
    [InlineData("lineage")]
    [InlineData("scores")]
    public void Deep_json_is_refused(string key) => Refused(0.6, $"metadata \"{key}\", $", file => file.Metadata[key] = "{\"a\":" + new string('[', 100_000));

    public static TheoryData<string, double, Action<object>> Tensors => new()
    {
        { "the parts .shape, .bands, .strips; expected .shape, .bands, .strips, .columns, .counts", 0.6, Case(file => file.Remove(Query + ".bitmask")) },
        { "the parts .bands, .strips, .bitmask; expected", 0.6, Case(file => file.Remove(Query + ".shape")) },
        { "the parts .shape, .strips, .bitmask; expected", 0.6, Case(file => file.Remove(Query + ".bands")) },
        { "the parts .shape, .bands, .bitmask; expected", 0.6, Case(file => file.Remove(Query + ".strips")) },
        { "the parts .shape, .bands, .strips, .columns; expected", 0.95, Case(file => file.Remove(Query + ".counts")) },
        { "the parts .shape, .bands, .strips, .bitmask, .columns; expected", 0.6, Case(file => file.Set(Query + ".columns", TensorType.U8, [1], [0])) },
        { "the parts .shape, .bands, .strips, .bitmask, .scales; expected", 0.6, Case(file => file.Set(Query + ".scales", TensorType.F32, [1], new byte[4])) },
        { "the parts .scales; expected", 0, Case(file => file.Set(Query + ".scales", TensorType.F32, [1], new byte[4])) },
        { "the matrix itself and its packed form", 0.6, Case(file => file.Set(Query, TensorType.F32, [1], new byte[4])) },
        { $"matrix \"{Query}2\"", 0.6, Case(file => file.Set(Query + "2.bitmask", TensorType.U8, [1, 1], [0])) },
        { "[16777216, 16777216]; expected sizes from 1", 0.6, Case(file => file.Set(Query + ".shape", 1 << 24, 1 << 24)) },
        { "[0, 160]; expected sizes from 1", 0.6, Case(file => file.Set(Query + ".shape", 0, 160)) },
        { "[-160, -160]; expected sizes from 1", 0.6, Case(file => file.Set(Query + ".shape", -160, -160)) },
        { "[9223372036854775807, 2]; expected sizes from 1", 0.95, Case(file => file.Set(Query + ".shape", long.MaxValue, 2)) },
        { "expected I64 [2]", 0.6, Case(file => file.Set(Query + ".shape", 160, 160, 1)) },
        { "U8 [160, 20]; expected U8 [161, 20]", 0.6, Case(file => file.Set(Query + ".shape", 161, 160)) },
        { "U8 [160, 2]; expected U8 [160, 3]", 0.95, Case(file => file.Set(Query + ".shape", 160, 300)) },
        { "rows of 152; expected rows of 160", 0.95, Case(file => { file.Set(Query + ".shape", 160, 152); Empty(file, 160, 2); }) },
        { "I64 [0]; expected I64 of one dimension with 1 to 160 numbers", 0.6, Case(file => file.Set(Query + ".bands")) },
        { "U8 [1]; expected I64 [1]", 0.6, Case(file => file.Set(Query + ".bands", TensorType.U8, [1], [0])) },
        { $"tensor \"{Query}.bands\", band 0: found row 1", 0.6, Case(file => file.Set(Query + ".bands", 1)) },
        { $"tensor \"{Query}.bands\", band 0: found row 0, and 0 after it", 0.6, Case(file => file.Set(Query + ".bands", 0, 0)) },
        { $"tensor \"{Query}.bands\", band 0: found row 0, and 200 after it", 0.6, Case(file => file.Set(Query + ".bands", 0, 200)) },
        { $"tensor \"{Query}.bands\", band 0: found row 0, and -3 after it", 0.95, Case(file => file.Set(Query + ".bands", 0, -3, 9)) },
        { $"tensor \"{Query}.bands\", band 1: found row 160, and 160 after it", 0.95, Case(file => file.Set(Query + ".bands", 0, 160)) },
        { $"tensor \"{Query}.bands\", band 1: found row 4, and 4611686018427387904 after it", 0.6, Case(file => file.Set(Query + ".bands", 0, 4, 1L << 62)) },
        { "F64 [2]; expected F32, BF16 or I8 of one dimension", 0.6, Case(file => file.Set(Query + ".strips", TensorType.F64, [2], new byte[16])) },
        { $"tensor \"{Query}.strips\", all rows: found 2 numbers", 0.6, Case(file => file.Set(Query + ".strips", TensorType.BF16, [2], new byte[4])) },
        { $"tensor \"{Query}.strips\", all rows: found 30000 numbers", 0.6, Case(file => file.Set(Query + ".strips", TensorType.F32, [30_000], new byte[120_000])) },
        { $"tensor \"{Query}.strips\", all rows: ", 0.6, Case(file => file.Change<byte>(Query + ".bitmask", bits => bits.AsSpan(0, 16).Fill(255))) },
        { $"tensor \"{Output}.bitmask\", row 0: found a bit beyond the end", 0.6, Case(file => file.Change<byte>(Output + ".bitmask", bits => bits[32] |= 0x80)) },
        { $"tensor \"{Query}.strips\", number 7: found NaN", 0.6, Case(file => file.Change<float>(Query + ".strips", values => values[7] = float.NaN)) },
        { $"tensor \"{Query}.strips\", number 7: found -Infinity", 0.95, Case(file => file.Change<float>(Query + ".strips", values => values[7] = float.NegativeInfinity)) },
        { $"tensor \"{Words}.strips\", number 0: found NaN", 0.6, Case(file => file.Change<float>(Words + ".strips", values => values[0] = float.NaN)) },
        { $"tensor \"{Words}\", number 5: found NaN", 0, Case(file => file.Change<float>(Words, values => values[5] = float.NaN)) },
        { $"weight \"{Query}\", row 1, column 2: found Infinity", 0, Case(file => file.Change<float>(Query, values => values[162] = float.PositiveInfinity)) },
        { $"weight \"cls.main.3.bias\", row 0, column 1: found NaN", 0.6, Case(file => file.Change<float>("cls.main.3.bias", values => values[1] = float.NaN)) },
        { $"weight \"cls.main.3.weight\"", 0.6, Case(file => file.Change<float>("cls.main.3.weight_v", values => values.AsSpan().Clear())) },
        { $"tensor \"{Query}.counts\", row 0, block 0: found 129; expected at most 128", 0.95, Case(file => file.Change<byte>(Query + ".counts", counts => counts[0] = 129)) },
        { $"tensor \"{Query}.counts\", row 3, block 1: found 33; expected at most 32", 0.95, Case(file => file.Change<byte>(Query + ".counts", counts => counts[7] = 33)) },
        { $"tensor \"{Query}.strips\", all rows: ", 0.95, Case(file => file.Change<byte>(Query + ".counts", counts => counts[0] = 128)) },
        { "block 0: found column 200; expected ascending columns below 128", 0.95, Case(file => file.Change<byte>(Query + ".columns", columns => columns[0] = 200)) },
        { "after 0; expected ascending columns below", 0.95, Case(file => file.Change<byte>(Query + ".columns", columns => Array.Clear(columns))) },
        { "block 0: found column 200; expected ascending columns below 128", 0.95, Case(file => file.Change<byte>(Words + ".columns", columns => columns[0] = 200)) },
        { "block 1: found column 32; expected ascending columns below 32", 0.95, Case(file => ChangeWhere(file, place => place.Block == 1, (place, columns, _) => columns[place.Start + ((place.Kept - 1) * place.Step)] = 32)) },
        { "found column 5; expected 0, as it fills a strip", 0.95, Case(file => ChangeWhere(file, IsFilled, (place, columns, _) => columns[place.Start + (place.Kept * place.Step)] = 5)) },
        { "found 1; expected 0, as it fills a strip", 0.95, Case(file => ChangeWhere(file, IsFilled, (place, _, values) => values[place.Start + (place.Kept * place.Step)] = 1)) },
        { "U8 [2, 1]", 0.95, Case(file => file.Set(Query + ".columns", TensorType.U8, [2, 1], [0, 1])) },
        { "expected F32", 0, Case(file => file.Set(Query, TensorType.I64, [160, 160], new byte[8 * 160 * 160])) },
        { "tensor \"visual_bert.pooler.dense.bias\"", 0.6, Case(file => file.Remove("visual_bert.pooler.dense.bias")) },
        { "tensor \"visual_bert.pooler.dense.bias\"", 0.6, Case(file => file.Set("visual_bert.pooler.dense.bias", TensorType.F32, [159], new byte[4 * 159])) },
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Parts_of_matrices_that_do_not_fit_are_refused(string message, double sparsity, Action<object> change) => Refused(sparsity, message, change);

    public static TheoryData<string, PackedValues, Action<object>> NarrowTensors => new()
    {
        { $"tensor \"{Query}.strips\", number 7: found NaN", PackedValues.BF16, Case(file => file.Change<ushort>(Query + ".strips", values => values[7] = 0x7FC0)) },
        { $"tensor \"{Words}.strips\", number 70: found -Infinity", PackedValues.BF16, Case(file => file.Change<ushort>(Words + ".strips", values => values[70] = 0xFF80)) },
        { "weight \"cls.main.0.weight\", row 0, column 3: found NaN", PackedValues.BF16, Case(file => file.Change<ushort>("cls.main.0.weight_v", values => values[3] = 0x7F80)) },
        { $"tensor \"{Query}.scales\", number 3: found -1; expected a scale", PackedValues.I8, Case(file => file.Change<float>(Query + ".scales", scales => scales[3] = -1)) },
        { $"tensor \"{Query}.scales\", number 3: found NaN; expected a scale", PackedValues.I8, Case(file => file.Change<float>(Query + ".scales", scales => scales[3] = float.NaN)) },
        { $"tensor \"{Query}.scales\", number 3: found 3E+38; expected a scale", PackedValues.I8, Case(file => file.Change<float>(Query + ".scales", scales => scales[3] = 3e38f)) },
        { "tensor \"cls.main.0.weight_v.scales\", number 3: found -1; expected a scale", PackedValues.I8, Case(file => file.Change<float>("cls.main.0.weight_v.scales", scales => scales[3] = -1)) },
        { "F32 [159]; expected F32 [160]", PackedValues.I8, Case(file => file.Set(Query + ".scales", TensorType.F32, [159], new byte[4 * 159])) },
        { "F32 [1]; expected F32, one for each row of I8 [320, 160]", PackedValues.I8, Case(file => file.Set("cls.main.0.weight_v.scales", TensorType.F32, [1], new byte[4])) },
        { "the parts .shape, .bands, .strips, .bitmask; expected", PackedValues.I8, Case(file => file.Remove(Query + ".scales")) },
        { "tensor \"cls.main.0.weight_v\"", PackedValues.I8, Case(file => file.Remove("cls.main.0.weight_v.scales")) },
    };

    [Theory]
    [MemberData(nameof(NarrowTensors))]
    public void Narrow_weights_that_are_no_weights_are_refused(string message, PackedValues values, Action<object> change) => Refused(0.6, message, change, values);

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        byte[] file = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.6));
        foreach (int length in (int[])[0, 1, 7, 8, 9, 1_000, file.Length / 2, file.Length - 1])
            AssertRefused(_folder.Write("cut.esp", file.AsSpan(0, length)), "");
        AssertRefused(_folder.Write("cut.esp", file.AsSpan(0, 1_000)), "this file is cut short");
        AssertRefused(_folder.Write("cut.esp", file.AsSpan(0, file.Length - 1)), "it is cut short");
        AssertRefused(_folder.Write("long.esp", [.. file, 0]), "data: found");
    }

    [Theory]
    [InlineData("cls.main.0.bias", 4, "expected")]
    [InlineData("cls.main.0.bias", -4, "expected")]
    [InlineData("cls.main.0.bias", 1_000_000_000, "where the file ends: it is cut short")]
    public void Tensors_that_overlap_or_lie_outside_are_refused(string tensor, int shift, string message)
    {
        byte[] file = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.6));
        int length = (int)BitConverter.ToInt64(file);
        string header = Encoding.UTF8.GetString(file, 8, length);
        int at = header.IndexOf($"\"{tensor}\":{{", StringComparison.Ordinal), open = header.IndexOf("\"data_offsets\":[", at, StringComparison.Ordinal) + 16, close = header.IndexOf(']', open);
        long[] offsets = [.. header[open..close].Split(',').Select(long.Parse)];
        byte[] changed = Encoding.UTF8.GetBytes(header[..open] + $"{offsets[0] + shift},{offsets[1] + shift}" + header[close..]);
        AssertRefused(_folder.Write("moved.esp", [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. file.AsSpan(8 + length)]), message);
    }

    [Theory]
    [InlineData("metadata \"checksums\"", null)]
    [InlineData("metadata \"checksums\", $", "{}")]
    [InlineData("expected a checksum of it", "{\"metadata\":{},\"tensors\":{}}")]
    public void Checksums_that_are_missing_are_told(string message, string? text)
    {
        ChangedFile file = new(TinyPackedModel.Write(_folder, 0.6));
        if (text is null) file.Metadata.Remove("checksums");
        else file.Metadata["checksums"] = text;
        file.Write(_folder.File("changed.esp"));
        using PackedFile opened = PackedFile.Open(_folder.File("changed.esp"));
        Assert.Contains(message, Assert.Throws<InputException>(() => opened.Verify()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_checksum_must_be_there()
    {
        ChangedFile file = new(TinyPackedModel.Write(_folder, 0.6));
        file.Metadata.Remove("scores");
        file.Write(_folder.File("changed.esp"));
        using PackedFile opened = PackedFile.Open(_folder.File("changed.esp"));
        Assert.Contains("\"scores\": found nothing", Assert.Throws<InputException>(() => opened.Verify()).Message, StringComparison.Ordinal);
    }

    // Theory data must be public, which the helper is not.
    private static Action<object> Case(Action<ChangedFile> change) => file => change((ChangedFile)file);

    private static bool IsFilled(StripPlace place) => place.Kept < place.Length;

    private static void ChangeWhere(ChangedFile file, Func<StripPlace, bool> where, Action<StripPlace, byte[], float[]> change)
    {
        int[] bands = Array.ConvertAll(MemoryMarshal.Cast<byte, long>(file.Bytes(Query + ".bands")).ToArray(), row => (int)row);
        foreach (StripPlace place in new StripOrder(TinyPackedModel.Width, file.Bytes(Query + ".counts"), bands))
        {
            if (!where(place)) continue;
            file.Change<byte>(Query + ".columns", columns => file.Change<float>(Query + ".strips", values => change(place, columns, values)));
            return;
        }
        Assert.Fail("No row is such.");
    }

    private static void Empty(ChangedFile file, int rows, int blocks)
    {
        file.Set(Query + ".strips", TensorType.F32, [0], []);
        file.Set(Query + ".columns", TensorType.U8, [0], []);
        file.Set(Query + ".counts", TensorType.U8, [rows, blocks], new byte[rows * blocks]);
    }

    private void Refused(double sparsity, string message, Action<ChangedFile> change, PackedValues values = PackedValues.F32)
    {
        ChangedFile file = new(TinyPackedModel.Write(_folder, sparsity, values: values));
        change(file);
        file.Write(_folder.File("changed.esp"));
        AssertRefused(_folder.File("changed.esp"), message);
    }

    private static void AssertRefused(string path, string message)
    {
        InputException error = Assert.Throws<InputException>(() => PackedModel.Open(path, new PackedModelOptions { Threads = 1 }).Dispose());
        Assert.Equal(path, error.File);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
