using System.IO.Compression;
using System.Text;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Question, annotation and prediction files through `evaluate`.</summary>
public sealed class BadQuestionsTests : IDisposable
{
    private const string Questions = """{"questions":[{"image_id":1,"question":"Is it red?","question_id":10},{"image_id":2,"question":"Is it blue?","question_id":20}]}""";
    private const string Annotations = """
        {"annotations":[{"question_id":10,"image_id":1,"multiple_choice_answer":"yes"},
        {"question_id":20,"image_id":2,"multiple_choice_answer":"no"}]}
        """;
    private const string Predictions = """[{"question_id":10,"answer":"yes"},{"question_id":20,"answer":"no"}]""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_files_that_the_others_are_made_from_are_good() => Cli.Print(Args());

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{\"questions\":[{\"image_id\":1,\n\"question\":\"Is it", "line 2")]
    [InlineData("{\"questions\":3}", "$.questions")]
    [InlineData("{\"questions\":[]}", "questions: found none")]
    [InlineData("{\"questions\":[{\"image_id\":1,\"question\":\"Is it?\",\"question_id\":10},{\"image_id\":1,\"question\":\"Is it?\",\"question_id\":10}]}",
        "$.questions[1] (line 1): found question 10 a second time")]
    [InlineData("{\"questions\":[{\"image_id\":1.5,\"question\":\"Is it?\",\"question_id\":10}]}", "$.questions[0].image_id (line 1): found the number 1.5")]
    [InlineData("{\"questions\":[{\"image_id\":-1,\"question\":\"Is it?\",\"question_id\":10}]}", "the number -1")]
    [InlineData("{\"questions\":[{\"image_id\":NaN,\"question\":\"Is it?\",\"question_id\":10}]}", "line 1")]
    [InlineData("{\"questions\":[{\"image_id\":1,\"question\":\" \",\"question_id\":10}]}", "an empty question")]
    [InlineData("{\"questions\":[{\"image_id\":1,\"question\":\"\\ud800\",\"question_id\":10}]}", "half a surrogate pair")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "line 1")]
    public void Wrong_questions(string json, string place) => Refusal.Assert("questions.json", place, Args(questions: json));

    [Theory]
    [InlineData("{\"annotations\":[{\"question_id\":99,\"multiple_choice_answer\":\"yes\"}]}", "$.annotations[0] (line 1): found an annotation of question 99")]
    [InlineData("{\"annotations\":[{\"question_id\":10,\"image_id\":3,\"multiple_choice_answer\":\"yes\"}]}", "image 3 for question 10")]
    [InlineData("{\"annotations\":[{\"question_id\":10}]}", "no \"answers\"")]
    [InlineData("{\"annotations\":[{\"question_id\":10,\"answers\":[\"\",\" \"]}]}", "$.annotations[0].answers")]
    [InlineData("{\"annotations\":[{\"question_id\":10,\"answers\":[{\"reply\":\"yes\"}]}]}", "$.annotations[0].answers[0]")]
    [InlineData("{\"annotations\":[{\"question_id\":10,\"answer_type\":\"maybe\",\"multiple_choice_answer\":\"yes\"}]}", "the answer type \"maybe\"")]
    public void Wrong_annotations(string json, string place) => Refusal.Assert("annotations.json", place, Args(annotations: json));

    [Fact]
    public void A_question_without_an_annotation() =>
        Refusal.Assert("questions.json", "1 without an annotation: 20", Args(annotations: """{"annotations":[{"question_id":10,"multiple_choice_answer":"yes"}]}"""));

    [Fact]
    public void A_million_answers() => Refusal.Assert("annotations.json", "more than 100 answers", Args(annotations:
        $"{{\"annotations\":[{{\"question_id\":10,\"answers\":[{string.Join(',', Enumerable.Repeat("\"a\"", 200_000))}]}}]}}"));

    [Theory]
    [InlineData("{}", "$ (line 1)")]
    [InlineData("[{\"question_id\":10,\"answer\":\"yes\"}]", "no prediction for 1 question(s) (20)")]
    [InlineData("[{\"question_id\":10,\"answer\":\"yes\"},{\"question_id\":20,\"answer\":\"no\"},{\"question_id\":30,\"answer\":\"no\"}]", "predictions for 1 question(s) (30)")]
    [InlineData("[{\"question_id\":10,\"answer\":\"yes\"},{\"question_id\":10,\"answer\":\"no\"}]", "$[1] (line 1): found question 10 a second time")]
    [InlineData("[{\"question_id\":10,\"answer\":4}]", "$[0].answer (line 1): found the number 4")]
    [InlineData("[{\"question_id\":1e400,\"answer\":\"yes\"}]", "the number 1e400")]
    public void Wrong_predictions(string json, string place) => Refusal.Assert("predictions.json", place, Args(predictions: json));

    [Fact]
    public void Bytes_that_are_not_UTF_8()
    {
        string[] args = Args();
        byte[] bytes = Encoding.UTF8.GetBytes(Questions);
        bytes[Questions.IndexOf("red", StringComparison.Ordinal)] = 0xFF;
        folder.Write("questions.json", bytes);
        Refusal.Assert("questions.json", "$.questions[0]", args);
    }

    [Fact]
    public void A_gzip_that_is_cut_short()
    {
        string[] args = Args();
        byte[] packed = Gzip(Encoding.UTF8.GetBytes(Questions));
        folder.Write("questions.json", packed.AsSpan(0, packed.Length / 2));
        Refusal.Assert("questions.json", "found", args);
    }

    [Fact]
    public void A_gzip_that_unpacks_without_end_stops_at_the_first_record()
    {
        string[] args = Args();
        folder.Write("questions.json", Gzip([.. "{\"questions\":[{\"question\":\""u8, .. new byte[40 << 20]]));
        Refusal.Assert("questions.json", "line 1", args);
    }

    [Fact]
    public void A_zip_with_two_files()
    {
        string[] args = Args();
        folder.Write("questions.json", new ZipWriter().Add("a.json", "{}"u8).Add("b.json", "{}"u8).ToArray());
        Refusal.Assert("questions.json", "several entries that fit (a.json, b.json)", args);
    }

    [Theory]
    [InlineData("questions.json")]
    [InlineData("annotations.json")]
    [InlineData("predictions.json")]
    public void A_file_that_is_not_there(string name)
    {
        string[] args = Args();
        File.Delete(folder.File(name));
        Refusal.Assert(name, "file: found", args);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private string[] Args(string questions = Questions, string annotations = Annotations, string predictions = Predictions) =>
    [
        "evaluate", "--questions", folder.Write("questions.json", Encoding.UTF8.GetBytes(questions)),
        "--annotations", folder.Write("annotations.json", Encoding.UTF8.GetBytes(annotations)),
        "--predictions", folder.Write("predictions.json", Encoding.UTF8.GetBytes(predictions)),
    ];
}
