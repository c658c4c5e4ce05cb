using System.Xml.Linq;
using Espalier.Reports.Html;

namespace Espalier.Reports.Tests;

/// <summary>A run folder with the sample's report, written once: drawing takes its time.</summary>
public sealed class SampleRun : IDisposable
{
    public SampleRun()
    {
        Sample.Summary().Save(Path.Combine(Folder, "summary.json"));
        Sample.Data().Save(Path.Combine(Folder, "report-data.json"));
        File.WriteAllText(Path.Combine(Folder, "effective.yaml"), "seed: 49\n");
        File.WriteAllText(Path.Combine(Folder, "environment.json"), """{ "cpu": { "name": "Z80", "flags": ["a", "b"] }, "commit": null }""");
        Text = File.ReadAllText(HtmlReport.WriteRun(Folder));
        Page = XDocument.Parse(Text).Root!;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("espalier-").FullName;

    public string Text { get; }

    public XElement Page { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
