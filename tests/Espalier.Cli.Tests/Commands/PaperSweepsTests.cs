using Espalier.Data;
using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Cli.Tests.Commands;

public sealed class PaperSweepsTests : IDisposable
{
    // The weights of LXMERT's modalities at the paper's size, about; the tiny one's are alike.
    private static readonly PrunableMatrix[] Matrices = [new("l", "language", 42), new("v", "vision", 18), new("x", "cross", 40)];

    private readonly TemporaryFolder results = new();

    public void Dispose() => results.Dispose();

    [Theory]
    [InlineData("orchard", "")]
    [InlineData("paper", "paper-")]
    public void Every_sweep_that_comes_along_is_called_as_the_report_expects(string folder, string prefix)
    {
        Assert.All(Files(folder), file =>
        {
            string name = Read(file).Name;
            Assert.Equal(prefix + Path.GetFileNameWithoutExtension(file), name);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), PaperSweeps.Of($"{name}.csv"));
        });
    }

    [Theory]
    [InlineData("orchard")]
    [InlineData("paper")]
    public void The_sweeps_that_come_along_run_all_that_the_claims_compare(string folder)
    {
        foreach (string file in Files(folder))
        {
            Sweep sweep = Read(file);
            new SweepTable(sweep.Axes, [.. sweep.Points.Select(Row)]).Save(results.File($"{sweep.Name}.csv"));
        }
        IReadOnlyList<ClaimFinding> claims = PaperClaims.Judge(PaperResults.Load(results.Path));

        // C29 needs models that Espalier does not have.
        Assert.Equal(["C29"], claims.Where(claim => claim.Status == ClaimStatus.NotRun).Select(claim => claim.Id));
        IEnumerable<string> uncontrolled = claims.Where(claim => claim.LongerTraining == ClaimStatus.NotRun).Select(claim => claim.Id);
        Assert.Equal(folder == "paper", uncontrolled.Any());
    }

    private static string[] Files(string folder) => Directory.GetFiles(Path.Combine(RecipeVerbsTests.Recipes, "..", "reproduce", folder), "*.yaml");

    // Scores without a meaning: whether they are there is all that matters.
    private static SweepRow Row(SweepPoint point) => new()
    {
        Run = point.Name, Axes = point.Values, Model = point.Values["pair"], Sparsity = 0, Kept = 1, Validation = new ValidationScores(1, 1),
        Accuracy = new ModelAccuracy(All, All)
        {
            Shortcuts = new ShortcutScores
            {
                Iid = 1, OodMean = 1, OodLang = 1, OodVis = 1, OodCrossModal = 1, Sets = VqaVsReader.Shortcuts.ToDictionary(set => set, _ => (double?)1),
            },
        },
    };

    private static TypeAccuracy All => new() { All = 1, YesNo = 1, Number = 1, Other = 1 };

    private static Sweep Read(string file) => Sweep.Read(file, [], _ => Matrices);
}
