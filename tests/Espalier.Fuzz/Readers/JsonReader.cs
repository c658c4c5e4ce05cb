using System.Text;
using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Splits.Shortcuts;

namespace Espalier.Fuzz.Readers;

/// <summary>The JSON files that runs and prepared data sets are made of.</summary>
internal sealed class JsonReader(string folder) : FileReader(folder)
{
    private const string Summary = """
        {"name":"a","seed":49,"backbone":"lxmert","recipe":"lpf+lmh","models":[{"id":"lpf+lmh","stage":2,"objective":"lmh","sparsity":0.5,"parameters":{"total":10,"prunable":8,"kept":6,
        "by_modality":{"language":{"prunable":8,"kept":4}}},"bytes":{"dense":40,"packed":null},"flops_per_question":12,"validation":{"id":1,"ood":2},
        "accuracy":{"id":{"all":78.9,"yes/no":1,"number":null,"other":3},"ood":null},"latency_ms":{"torch":1.25,"packed":null}}],
        "selected_on":"validation-ood","seconds":{"data":1.5},"peak_rss_bytes":null}
        """;

    public override string Name => "json";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("predictions", """[{"question_id":1,"answer":"red"},{"question_id":2,"answer":"no"}]"""u8.ToArray());
        yield return ("shortcuts", Written(new ShortcutSets(new Dictionary<string, IReadOnlyList<long>> { ["QT"] = [1, 2], ["KW"] = [2] }).Write));
        yield return ("objects", """{"images":[{"image_id":42,"objects":["person","dog"]}]}"""u8.ToArray());
        yield return ("priors", """[{"type":"what","questions":3,"answers":4,"scores":[[0,0.5],[3,1]]},{"questions":3,"answers":4,"scores":[[0,0.5]]}]"""u8.ToArray());
        yield return ("corpus", Written(new PretrainingCorpus
        {
            Kinds = ["cup"], Colors = ["red"], Images = [new(3, ["a cup"], [new(0, 0), new(0, RegionLabel.None)], [new("is it?", "is it", "yes")])],
        }.Write));
        yield return ("regions", Encoding.UTF8.GetBytes(new RegionForm(20, 36, 1, 3, "onnx a").ToJson()));
        yield return ("manifest", """{"name":"a","source":"folder","parts":{"train":2},"features":"features.regions","vocabulary":null,"images":"images","provenance":{"grid":"3"}}"""u8.ToArray());
        yield return ("report", Written(new ReportData
        {
            Curves = [new ReportCurve { Model = "m", Stage = 1, Measure = "loss", Part = "train", Steps = [1, 2], Values = [3, 4] }],
            Examples = [new ReportExample { QuestionId = 1, Question = "a?", QuestionType = "a", HumanAnswers = ["b"], Prior = new("b", 0.9, 1), Answers = new Dictionary<string, ReportAnswer> { ["m"] = new("b", null, 0) } }],
        }.Save));
        yield return ("split", """{"method":"varying-shortcut","shortcuts":{"options":null,"note":"none","prior":12.5,"rows":[]}}"""u8.ToArray());
        yield return ("summary", Encoding.UTF8.GetBytes(Summary));
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.json", bytes);
        Write("dataset.json", bytes);
        Any(
            () => PredictionFile.Read(path), () => ShortcutSets.Read(path), () => ImageObjects.Read(path), () => AnswerPriors.Load(path), () => PretrainingCorpus.Read(path),
            () => RegionForm.Load(path), () => ReportData.Load(path), () => ReadSplit(path), () => RunSummary.Load(path), () => DatasetFolder.Open(Folder));
    }

    // A file without shortcuts is the record of another split, and read so; here it must have them.
    private static void ReadSplit(string path)
    {
        if (ShortcutStatistics.Load(path) is null) throw new InputException(path, "$", "no shortcuts", "them");
    }
}
