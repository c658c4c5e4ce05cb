using System.IO.Compression;
using System.Text;
using Espalier.Data;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class VqaV2ReaderTests : IDisposable
{
    private const string Questions = """
        {"info":{"a":[1,{"questions":[]}]},"license":null,"questions":[
        {"image_id":7,"question":"Is it?","question_id":70},
        {"image_id":3,"question":"How many are there?","question_id":30}],"data_type":"mscoco"}
        """;

    private const string Annotations = """
        [{"question_id":70,"image_id":7,"question_type":"is it","answer_type":"yes/no","multiple_choice_answer":"no",
        "answers":[{"answer":"no"},{"answer":"yes"}],"coco_split":"val2014"},
        {"question_id":30,"answers":["3","3","4"]}]
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Questions_and_annotations_are_joined_and_ordered_by_id()
    {
        VqaDataset data = Read(Questions, Annotations);
        Assert.Equal([30, 70], data.Examples.Select(e => e.QuestionId));
        VqaExample annotated = data.Examples[1];
        Assert.Equal((7, "Is it?", "val2014"), (annotated.ImageId, annotated.Question, annotated.CocoSplit));
        Assert.Equal(("is it", "yes/no", "no"), (annotated.QuestionType, annotated.AnswerType, annotated.MultipleChoiceAnswer));
        Assert.Equal(["no", "yes"], annotated.Answers);
    }

    [Fact]
    public void Missing_types_and_the_main_answer_are_derived()
    {
        VqaExample derived = Read(Questions, Annotations).Examples[0];
        Assert.Equal(("how many", "number", "3"), (derived.QuestionType, derived.AnswerType, derived.MultipleChoiceAnswer));
    }

    [Fact]
    public void Compressed_files_are_told_by_their_contents()
    {
        byte[] gzip = Gzip(Questions);
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream entry = archive.CreateEntry("deep/annotations.json").Open()) entry.Write(Encoding.UTF8.GetBytes(Annotations));
            archive.CreateEntry("__MACOSX/._annotations.json");
        }
        VqaDataset data = VqaV2Reader.Read("both", folder.Write("q.odd", gzip), folder.Write("a.odd", zip.ToArray()));
        Assert.Equal(2, data.Examples.Count);
    }

    [Fact]
    public void Records_across_many_buffers_are_read_whole()
    {
        VqaExample[] many = [.. Enumerable.Range(0, 3000)
            .Select(i => Example(i, $"answer {i} é", $"x {i}", "y") with { Question = new string('q', i % 900) + "?\n\"\\" })];
        VqaWriter.Write(new VqaDataset("many", many), folder.File("q.json"), folder.File("a.json"));
        VqaDataset read = VqaV2Reader.Read("many", folder.File("q.json"), folder.File("a.json"));
        Assert.Equal(many.Select(Told), read.Examples.Select(Told));

        static string Told(VqaExample e) =>
            $"{e.QuestionId} {e.ImageId} {e.Question} {e.MultipleChoiceAnswer} {e.AnswerType} {e.QuestionType} {string.Join('|', e.Answers)}";
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(2, Read("\ufeff" + Questions, Annotations).Examples.Count);

    private VqaDataset Read(string questions, string annotations) =>
        VqaV2Reader.Read("data", folder.Write("q.json", Encoding.UTF8.GetBytes(questions)), folder.Write("a.json", Encoding.UTF8.GetBytes(annotations)));

    private static byte[] Gzip(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
