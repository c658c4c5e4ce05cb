using System.Text.Json;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Testing;
using Espalier.Tests.Splits;

namespace Espalier.Core.Tests.Metrics;

/// <summary>Scores against a recomputation that shares no code with them: plain loops over the files' JSON.</summary>
public sealed class ShortcutScoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_scores_of_a_prediction_file_equal_brute_force() => Compare(MadeUp(), new VaryingShortcutOptions { Seed = 7, Thresholds = new() { MinimumGroup = 8 } });

    [Fact]
    public void The_scores_of_a_prediction_file_for_published_questions_equal_brute_force()
    {
        string? path = SharedData.Find("vqa-vs-val.zip");
        Assert.SkipUnless(path is not null, "shared/data/vqa-vs-val.zip is not there");
        Compare(VqaVsReader.Read(path, "Val") with { Name = "pool" }, new VaryingShortcutOptions { Seed = 7 });
    }

    // Ten annotators, of whom one to ten give the question's answer and the others one of two.
    private static VqaDataset MadeUp()
    {
        VqaDataset made = Pools.Made(8000, 5);
        return made with
        {
            Examples = [.. made.Examples.Select((e, i) => e with
            {
                Answers = [.. Enumerable.Range(0, 10).Select(person => person <= i % 10 ? e.MultipleChoiceAnswer : person % 3 == 0 ? "no" : "white")],
            })],
        };
    }

    private void Compare(VqaDataset questions, VaryingShortcutOptions options)
    {
        DatasetFolder pool = DatasetFolder.Create(folder.File("pool"), new DatasetManifest { Name = "val", Source = "vqa-vs" }, [questions]);
        File.WriteAllText(folder.File("objects.json"), $"[{string.Join(',', pool.ReadPart("pool").Examples.Select(e => e.ImageId).Distinct().Select(id =>
            $$"""{"image_id":{{id}},"objects":["{{(id % 5 < 3 ? "person" : "dog")}}","thing {{id % 11}}"]}"""))}]");
        ShortcutResplit.Write(pool, folder.File("data"), options, folder.File("objects.json"));
        var data = DatasetFolder.Open(folder.File("data"));
        VqaDataset test = data.ReadPart(PartNames.TestId);
        string[] said = ["yes", "no", "2", "white", "man"];
        PredictionFile.Write(folder.File("p.json"), test.Examples.Select((e, i) => (e.QuestionId, i % 3 == 0 ? e.Answers[i % 10] : said[i % said.Length])));

        var read = PredictionFile.ReadFor(folder.File("p.json"), test);
        ShortcutReport simple = ShortcutReport.Of(read, data.ReadShortcuts(test)!);
        Dictionary<long, double> scores = BruteForce(Path.Combine(data.Path, "annotations", "test-id.json"), folder.File("p.json"));
        using JsonDocument sets = JsonDocument.Parse(File.ReadAllText(Path.Combine(data.Path, "shortcuts", "test-id.json")));
        Dictionary<string, double> means = [];
        foreach (JsonProperty set in sets.RootElement.EnumerateObject())
        {
            double sum = 0;
            int count = 0;
            foreach (JsonElement id in set.Value.EnumerateArray()) (sum, count) = (sum + scores[id.GetInt64()], count + 1);
            means[set.Name] = 100 * sum / count;
            Assert.True(count > 0, set.Name);
            Assert.Equal(means[set.Name], simple.ByShortcut[set.Name].Percent!.Value, 1e-9);
        }
        Assert.Equal(100 * scores.Values.Sum() / scores.Count, simple.Iid.Percent!.Value, 1e-9);
        Assert.Equal(means.Values.Sum() / 9, simple.Mean!.Value, 1e-9);
        Assert.Equal((means["QT"] + means["KW"] + means["KWP"] + means["QT+KW"]) / 4, simple.Language!.Value, 1e-9);
        Assert.Equal((means["KO"] + means["KOP"]) / 2, simple.Vision!.Value, 1e-9);
        Assert.Equal((means["QT+KO"] + means["KW+KO"] + means["QT+KW+KO"]) / 3, simple.CrossModal!.Value, 1e-9);
        Assert.Equal(Math.Round(means["KWP"], 2, MidpointRounding.AwayFromZero), simple.ToScores().Sets["KWP"]);
    }

    private static Dictionary<long, double> BruteForce(string annotations, string predictions)
    {
        using JsonDocument asked = JsonDocument.Parse(File.ReadAllBytes(annotations)), said = JsonDocument.Parse(File.ReadAllBytes(predictions));
        Dictionary<long, string> answers = [];
        foreach (JsonElement one in said.RootElement.EnumerateArray()) answers[one.GetProperty("question_id").GetInt64()] = one.GetProperty("answer").GetString()!;
        Dictionary<long, double> scores = [];
        foreach (JsonElement one in asked.RootElement.GetProperty("annotations").EnumerateArray())
        {
            long id = one.GetProperty("question_id").GetInt64();
            int same = 0;
            foreach (JsonElement human in one.GetProperty("answers").EnumerateArray()) same += human.GetProperty("answer").GetString() == answers[id] ? 1 : 0;
            scores[id] = Math.Min(1, same / 3.0);
        }
        return scores;
    }
}
