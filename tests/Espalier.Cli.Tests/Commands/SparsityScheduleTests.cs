using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class SparsityScheduleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cubic")]
    [InlineData("stepwise")]
    public void A_rising_sparsity_is_selected_from_only_after_it_has_arrived(string schedule)
    {
        // Nothing learns, so that the emptier masks of later epochs answer worse.
        string run = folder.File("run");
        Cli.Print("run", TinyRun.Recipe, "--out", run, "--set", $"stage2.schedule={schedule}", "--set", "stage2.sparsity=0.97", "--set", "stage2.epochs=8",
            "--set", "stage2.learning-rate=1e-12", "--set", "stage2.mask-learning-rate=1e-12", "--set", "stage1.epochs=3");
        ModelSummary model = RunSummary.Load(Path.Combine(run, "summary.json")).Models.Single(tested => tested.Id == "lpf+lmh");
        Assert.Equal(0.97, model.Sparsity, 0.001);
    }
}
