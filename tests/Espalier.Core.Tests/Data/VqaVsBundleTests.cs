using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class VqaVsBundleTests : IDisposable
{
    private const string Lists = """ "QT_qid":[7],"KW_qid":[7,9],"KWP_qid":[],"QTKW_qid":[9],"KO_qid":[],"KOP_qid":[],"QTKO_qid":[],"KWKO_qid":[],"QTKWKO_qid":[] """;
    private const string Nine = """{"question_id":9,"answer_type":"other","answers_word":["red"],"answers_id":[4],"answers_count":[8],"answer_count":{"red":8,"dark red":2}}""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Annotations_and_lists_are_read()
    {
        string path = Bundle($$$"""{"annotations":[{{{Nine}}},{"question_id":7,"answer_type":"yes/no","answer_count":{"yes":10}}],{{{Lists}}}}""");
        VqaDataset read = VqaVsBundle.Read(path);
        Assert.Equal([7, 9], read.Examples.Select(e => e.QuestionId));
        Assert.Equal(("yes/no", "red"), (read.Examples[0].AnswerType, read.Examples[1].MultipleChoiceAnswer));
        Assert.Equal(["dark red", "dark red", .. "red".Times(8)], read.Examples[1].Answers.Order());
        ShortcutSets sets = VqaVsBundle.ReadSets(path);
        Assert.Equal([7, 9], sets["KW"]);
        Assert.Equal([9], sets["QT+KW"]);
        Assert.Equal(["QT", "KW", "QT+KW"], sets.Present);
    }

    [Theory]
    [InlineData("""{"question_id":9,"answer_type":"other"}""", "no \"answer_count\"")]
    [InlineData("""{"question_id":9,"answer_type":"other","answer_count":{}}""", "no answer")]
    [InlineData("""{"question_id":9,"answer_type":"other","answer_count":{"a":1000}}""", "more than 100 annotators")]
    [InlineData("""{"question_id":9,"answer_type":"maybe","answer_count":{"a":10}}""", "\"maybe\"")]
    public void Damaged_records_are_refused(string record, string found) =>
        Assert.Contains(found, Assert.Throws<InputException>(() => VqaVsBundle.Read(Bundle($$"""{"annotations":[{{record}}],{{Lists}}}"""))).Found, StringComparison.Ordinal);

    [Fact]
    public void A_missing_list_is_told()
    {
        string path = Bundle($$"""{"annotations":[{{Nine}}],{{Lists.Replace("KOP_qid", "KPO_qid", StringComparison.Ordinal)}}}""");
        Assert.Contains("KOP_qid", Assert.Throws<InputException>(() => VqaVsBundle.ReadSets(path)).Found, StringComparison.Ordinal);
    }

    private string Bundle(string text)
    {
        File.WriteAllText(folder.File("test_annotations.json"), text);
        return folder.File("test_annotations.json");
    }
}
