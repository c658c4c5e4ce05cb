using System.Text.Json;
using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

public sealed class AnswerPriorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_reference_gives_the_same_priors()
    {
        JsonElement golden = Golden.Case("bias");
        AnswerPriors priors = BuildGolden(golden);
        float tolerance = golden.GetProperty("atol").GetSingle();
        foreach (JsonProperty type in golden.GetProperty("bias_of_type").EnumerateObject()) AssertNear(type.Value, priors.For(type.Name), tolerance);
        foreach ((JsonElement test, JsonElement expected) in golden.GetProperty("test").EnumerateArray().Zip(golden.GetProperty("bias_of_test_entry").EnumerateArray()))
            AssertNear(expected, priors.For(test.GetProperty("answer").GetProperty("question_type").GetString()!), tolerance);
    }

    [Fact]
    public void An_unknown_type_has_the_mean_over_all_questions()
    {
        AnswerPriors priors = BuildGolden(Golden.Case("bias"));
        Assert.Equal(priors.QuestionTypes.Count, priors.IndexOf("why"));
        float[] mean = new float[priors.AnswerCount];
        for (int row = 0; row < priors.QuestionTypes.Count; row++)
        {
            for (int a = 0; a < mean.Length; a++) mean[a] += priors.Row(row)[a] * priors.Questions[row] / priors.Questions[^1];
        }
        for (int a = 0; a < mean.Length; a++) Assert.Equal(mean[a], priors.For("why")[a], 1e-6f);
    }

    [Fact]
    public void Saved_priors_read_back_bit_for_bit()
    {
        AnswerPriors priors = BuildGolden(Golden.Case("bias"));
        priors.Save(folder.File("priors.json"));
        AnswerPriors read = AnswerPriors.Load(folder.File("priors.json"));
        Assert.Equal(priors.QuestionTypes, read.QuestionTypes);
        Assert.Equal(priors.Questions, read.Questions);
        for (int row = 0; row < priors.RowCount; row++) Assert.Equal(priors.Row(row), read.Row(row));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"priors\":[]}")]
    [InlineData("[{\"type\":\"is\",\"questions\":1,\"answers\":2,\"scores\":[]}]")]
    [InlineData("[{\"questions\":1,\"answers\":2,\"scores\":[[2,0.5]]}]")]
    [InlineData("[{\"questions\":1,\"answers\":2,\"scores\":[[0,1.5]]}]")]
    [InlineData("[{\"questions\":1,\"answers\":2,\"scores\":[[0]]}]")]
    [InlineData("[{\"questions\":1,\"answers\":999999999999,\"scores\":[]}]")]
    [InlineData("[{\"questions\":1,\"answers\":200000000,\"scores\":[]}]")]
    [InlineData("[{\"questions\":1,\"answers\":2,\"scores\":[]},{\"questions\":1,\"answers\":2,\"scores\":[]}]")]
    [InlineData("[{\"type\":\"is\",\"questions\":1,\"answers\":2,\"scores\":[]},{\"questions\":1,\"answers\":3,\"scores\":[]}]")]
    public void Damaged_priors_are_refused(string json)
    {
        File.WriteAllText(folder.File("bad.json"), json);
        Assert.Throws<InputException>(() => AnswerPriors.Load(folder.File("bad.json")));
    }

    [Fact]
    public async Task Many_types_are_read_in_no_time()
    {
        const int types = 200_000;
        IEnumerable<string> priors = Enumerable.Range(0, types).Select(type => $$"""{"type":"{{type:D6}}","questions":1,"answers":1,"scores":[]}""");
        string file = folder.File("many.json");
        await File.WriteAllTextAsync(file, $$"""[{{string.Join(',', priors)}},{"questions":1,"answers":1,"scores":[]}]""", TestContext.Current.CancellationToken);
        Task<AnswerPriors> read = Task.Run(() => AnswerPriors.Load(file), TestContext.Current.CancellationToken);
        Assert.Equal(types + 1, (await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).RowCount);
    }

    private static AnswerPriors BuildGolden(JsonElement golden)
    {
        List<VqaExample> examples = [];
        List<AnswerScore[]> targets = [];
        foreach (JsonElement entry in golden.GetProperty("train").EnumerateArray().Select(e => e.GetProperty("answer")))
        {
            examples.Add(Questions.Example(examples.Count, "yes") with { QuestionType = entry.GetProperty("question_type").GetString()! });
            targets.Add(entry.GetProperty("labels").ValueKind == JsonValueKind.Null ? [] : [.. entry.GetProperty("labels").EnumerateArray()
                .Zip(entry.GetProperty("scores").EnumerateArray(), (l, s) => new AnswerScore(l.GetInt32(), s.GetSingle()))]);
        }
        return AnswerPriors.Build(examples, targets, golden.GetProperty("answers").GetInt32());
    }

    private static void AssertNear(JsonElement expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i].GetSingle(), actual[i], tolerance);
    }
}
