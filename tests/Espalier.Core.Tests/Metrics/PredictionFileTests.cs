using Espalier.Data;
using Espalier.Metrics;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Metrics;

public sealed class PredictionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VqaDataset dataset = new("test", [Example(1, "yes"), Example(2, "no")]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Predictions_are_joined_by_id_in_any_order()
    {
        PredictionFile.Write(folder.File("p.json"), [(2, "café"), (1, "\"yes\"")]);
        Assert.Equal([(1, "\"yes\""), (2, "café")], PredictionFile.ReadFor(folder.File("p.json"), dataset).Select(p => (p.Example.QuestionId, p.Prediction)));
    }

    [Theory]
    [InlineData("""[{"question_id":1,"answer":"a"}]""", "no prediction for 1 question(s) (2)")]
    [InlineData("""[{"question_id":1,"answer":"a"},{"question_id":2,"answer":"a"},{"question_id":3,"answer":"a"}]""", "predictions for 1 question(s) (3)")]
    [InlineData("""[{"question_id":1,"answer":"a"},{"question_id":1,"answer":"b"}]""", "question 1 a second time")]
    [InlineData("""[{"question_id":1}]""", "no \"answer\"")]
    [InlineData("""[{"question_id":"1","answer":"a"}]""", "a text")]
    [InlineData("""[{"question_id":1,"answer":2}]""", "the number 2")]
    [InlineData("""{"predictions":[]}""", "a JSON value of kind StartObject")]
    [InlineData("", "the end of the file")]
    public void A_file_that_does_not_fit_is_refused(string json, string found)
    {
        File.WriteAllText(folder.File("p.json"), json);
        Assert.Equal(found, Assert.Throws<InputException>(() => PredictionFile.ReadFor(folder.File("p.json"), dataset)).Found);
    }
}
