using System.IO.Compression;
using System.Text;
using Espalier.Data;
using Espalier.Numerics;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class MalformedVqaTests : IDisposable
{
    private const string Asked = """{"questions":[{"image_id":7,"question":"Is it?","question_id":70}]}""";
    private const string Answered = """{"annotations":[{"question_id":70,"image_id":7,"answers":[{"answer":"yes"}]}]}""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_pair_that_the_others_are_made_from_is_good() => Assert.Single(Read(Asked, Answered).Examples);

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("   ", "line 1, byte 4")]
    [InlineData("null", "$ (line 1)")]
    [InlineData("3", "$ (line 1)")]
    [InlineData("{}", "$ (line 1)")]
    [InlineData("{\"questions\":{}}", "$.questions (line 1)")]
    [InlineData("{\"questions\":null}", "$.questions (line 1)")]
    [InlineData("{\"questions\":[]}", "questions")]
    [InlineData("{\"questions\":[{\"image_id\":7,\n\"question\":\"Is it?\"", "line 2, byte 20")]
    [InlineData("{\"questions\":[{\"image_id\":7,,\"question\":1}]}", "line 1, byte 29")]
    [InlineData("{\"questions\":[]} tail", "line 1, byte 18")]
    [InlineData("{\"questions\":[],\"questions\":[]}", "$.questions (line 1)")]
    [InlineData("{\"\\udc00\":[]}", "$ (line 1)")]
    [InlineData("[{\"\\udc00\":7,\"image_id\":7}]", "$[0] (line 1)")]
    [InlineData("[7]", "$[0] (line 1)")]
    [InlineData("[\n\n{\"image_id\":7,\"question\":\"Is it?\"}]", "$[0] (line 3)")]
    [InlineData("[{\"image_id\":7,\"question\":\"Is it?\",\"question_id\":\"70\"}]", "$[0].question_id (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"Is it?\",\"question_id\":70.5}]", "$[0].question_id (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"Is it?\",\"question_id\":-70}]", "$[0].question_id (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"Is it?\",\"question_id\":99999999999999999999}]", "$[0].question_id (line 1)")]
    [InlineData("[{\"image_id\":null,\"question\":\"Is it?\",\"question_id\":70}]", "$[0] (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":[\"Is it?\"],\"question_id\":70}]", "$[0].question (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\" \",\"question_id\":70}]", "$[0] (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"\\ud800\",\"question_id\":70}]", "$[0].question (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"a\",\"question_id\":70},{\"image_id\":7,\"question\":\"b\",\"question_id\":70}]", "$[1] (line 1)")]
    [InlineData("[{\"image_id\":7,\"question\":\"a\",\"question_id\":70},{\"image_id\":7,\"question\":\"b\",\"question_id\":71}]", "questions")]
    public void Damaged_questions_are_refused_at_their_place(string questions, string place) =>
        Assert.Equal(place, Assert.Throws<InputException>(() => Read(questions, Answered)).Place);

    [Theory]
    [InlineData("{\"question_id\":71,\"answers\":[\"yes\"]}", "$.annotations[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"image_id\":8,\"answers\":[\"yes\"]}", "$.annotations[0] (line 1)")]
    [InlineData("{\"question_id\":70}", "$.annotations[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[]}", "$.annotations[0].answers (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[\"\"]}", "$.annotations[0].answers (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":{\"answer\":\"yes\"}}", "$.annotations[0].answers (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[{\"answer\":\"yes\"},{\"answer\":2}]}", "$.annotations[0].answers[1].answer (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[{\"answer_id\":1}]}", "$.annotations[0].answers[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[1]}", "$.annotations[0].answers[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[\"yes\"],\"multiple_choice_answer\":\"\"}", "$.annotations[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[\"yes\"],\"answer_type\":\"maybe\"}", "$.annotations[0] (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[\"yes\"],\"question_type\":65}", "$.annotations[0].question_type (line 1)")]
    [InlineData("{\"question_id\":70,\"answers\":[\"yes\"]},\n{\"question_id\":70,\"answers\":[\"yes\"]}", "$.annotations[1] (line 2)")]
    public void Damaged_annotations_are_refused_at_their_place(string annotation, string place) =>
        Assert.Equal(place, Assert.Throws<InputException>(() => Read(Asked, $$"""{"annotations":[{{annotation}}]}""")).Place);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Asked);
        bytes[Asked.IndexOf("Is", StringComparison.Ordinal)] = 0xFF;
        Assert.Equal("$.questions[0].question (line 1)", Assert.Throws<InputException>(() => Read(bytes, Encoding.UTF8.GetBytes(Answered))).Place);
    }

    [Fact]
    public void Bottomless_nesting_and_endless_values_are_refused()
    {
        Assert.Throws<InputException>(() => Read(new string('[', 100_000), Answered));
        Assert.Throws<InputException>(() => Read($$"""[{"image_id":7,"question":"{{new string('a', 5_000)}}","question_id":70}]""", Answered));
        InputException error = Assert.Throws<InputException>(() => Read($$"""[{"image_id":7,"question":"{{new string('a', 3 << 20)}}","question_id":70}]""", Answered));
        Assert.Contains("bytes", error.Found, StringComparison.Ordinal);
        string many = string.Join(',', Enumerable.Repeat("\"yes\"", 101));
        Assert.Throws<InputException>(() => Read(Asked, $$"""[{"question_id":70,"answers":[{{many}}]}]"""));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (int length = 0; length < Asked.Length; length++) Assert.Throws<InputException>(() => Read(Asked[..length], Answered));
        for (int length = 0; length < Answered.Length; length++) Assert.Throws<InputException>(() => Read(Asked, Answered[..length]));
    }

    [Fact]
    public void Whatever_byte_is_damaged_the_file_is_read_or_refused()
    {
        SplitMix random = new(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] questions = Encoding.UTF8.GetBytes(Asked), annotations = Encoding.UTF8.GetBytes(Answered);
            byte[] damaged = i % 2 == 0 ? questions : annotations;
            for (int changes = random.Below(3); changes >= 0; changes--) damaged[random.Below(damaged.Length)] = (byte)random.Next();
            Exception? error = Record.Exception(() => Read(questions, annotations));
            Assert.True(error is null or InputException, $"change {i}: {error}");
        }
    }

    [Fact]
    public void Damaged_archives_are_refused()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Asked));
        byte[] bytes = packed.ToArray();
        for (int length = 2; length < bytes.Length - 8; length += 5) Assert.Throws<InputException>(() => Read(bytes[..length], Encoding.UTF8.GetBytes(Answered)));
        bytes[12] ^= 0x55;
        Assert.Throws<InputException>(() => Read(bytes, Encoding.UTF8.GetBytes(Answered)));
        Assert.Throws<InputException>(() => Read([.. "PK\x03\x04"u8, 1, 2, 3], Encoding.UTF8.GetBytes(Answered)));
    }

    [Fact]
    public async Task A_file_that_unpacks_byte_by_byte_is_read_in_no_time()
    {
        // Each byte of the questions compressed by itself, one behind the other.
        Dictionary<byte, byte[]> packed = [];
        using MemoryStream file = new();
        foreach (byte each in Encoding.UTF8.GetBytes(Asked.Replace("\"question\"", $"\"pad\":\"{new string('a', 1_000_000)}\",\"question\"", StringComparison.Ordinal)))
        {
            if (!packed.TryGetValue(each, out byte[]? member))
            {
                using MemoryStream one = new();
                using (GZipStream gzip = new(one, CompressionLevel.Fastest, leaveOpen: true)) gzip.WriteByte(each);
                packed[each] = member = one.ToArray();
            }
            file.Write(member);
        }
        Task<VqaDataset> read = Task.Run(() => Read(file.ToArray(), Encoding.UTF8.GetBytes(Answered)), TestContext.Current.CancellationToken);
        Assert.Single((await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Examples);
    }

    [Theory]
    [InlineData("no entry that fits")]
    [InlineData("no entry that fits", "readme.txt")]
    [InlineData("several entries that fit (a.json, ../b.json)", "a.json", "../b.json")]
    public void Archives_must_have_one_json_file(string found, params string[] entries)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("__MACOSX/c.json");
            foreach (string entry in entries) archive.CreateEntry(entry);
        }
        Assert.Equal(found, Assert.Throws<InputException>(() => Read(packed.ToArray(), Encoding.UTF8.GetBytes(Answered))).Found);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Equal(folder.File("none"), Assert.Throws<InputException>(() => VqaV2Reader.Read("x", folder.File("none"), folder.File("none"))).File);

    private VqaDataset Read(string questions, string annotations) => Read(Encoding.UTF8.GetBytes(questions), Encoding.UTF8.GetBytes(annotations));

    private VqaDataset Read(byte[] questions, byte[] annotations) => VqaV2Reader.Read("data", folder.Write("q.json", questions), folder.Write("a.json", annotations));
}
