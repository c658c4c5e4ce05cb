using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>The results of sweeps, and what the paper's experiments make of them.</summary>
internal sealed class ResultsReader(string folder) : FileReader(folder)
{
    public override string Name => "results";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        foreach (string sweep in (string[])[PaperSweeps.Global, PaperSweeps.VaryingShortcut])
        {
            SweepTable table = InventedPaper.Table([.. InventedPaper.Rows(sweep, [49]).Take(3)]);
            yield return (sweep, Written(table.Save));
        }
    }

    public override void Read(byte[] bytes)
    {
        Directory.CreateDirectory(In("results"));
        string path = Write($"results/{PaperSweeps.Global}.csv", bytes);
        Any(() => SweepTable.Load(path), () => PaperResults.Load(In("results")));
    }
}
