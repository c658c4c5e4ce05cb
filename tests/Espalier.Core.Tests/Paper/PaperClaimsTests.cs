using System.Text.Json;
using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Testing;

namespace Espalier.Core.Tests.Paper;

public sealed class PaperClaimsTests : IDisposable
{
    private static readonly ulong[] Seeds = [49, 50, 51];

    // C29 needs models that Espalier does not have.
    private const string NeverRun = "C29";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_thirty_claims_are_there_in_order() =>
        Assert.Equal(Enumerable.Range(1, 30).Select(number => $"C{number}"), PaperClaims.All.Select(claim => claim.Id));

    [Fact]
    public void In_a_world_like_the_papers_every_claim_holds()
    {
        IReadOnlyList<ClaimFinding> found = Judge(Seeds);
        Assert.All(found, claim => Assert.Equal((claim.Id, claim.Id == NeverRun ? ClaimStatus.NotRun : ClaimStatus.Holds), (claim.Id, claim.Status)));
        Assert.All(found, claim => Assert.Equal(claim.Id == NeverRun ? 0 : 3, claim.Seeds));
        Assert.All(found.SelectMany(claim => claim.Evidence.Comparisons), comparison => Assert.Empty(comparison.Missing));
        Assert.Equal(["C1", "C2", "C3", "C6", "C15", "C18", "C23", "C24", "C26"],
            found.Where(claim => claim.LongerTraining == ClaimStatus.Holds).Select(claim => claim.Id));
    }

    [Fact]
    public void In_a_world_upside_down_none_holds()
    {
        // C21 says that two models are alike, which they are upside down too.
        foreach (ClaimFinding claim in Judge(Seeds, score => 100 - score).Where(claim => claim.Id is not (NeverRun or "C21")))
            Assert.Equal((claim.Id, ClaimStatus.DoesNotHold), (claim.Id, claim.Status));
    }

    [Fact]
    public void Where_differences_are_stretched_likeness_does_not_hold() =>
        Assert.Equal(ClaimStatus.DoesNotHold, Judge(Seeds, score => 20 * score)[20].Status);

    [Fact]
    public void A_gain_that_longer_training_gives_too_is_told_beside_the_claim()
    {
        InventedPaper.Save(folder.Path, Seeds, without: PaperSweeps.Longer);
        Assert.Equal(ClaimStatus.NotRun, PaperClaims.Judge(PaperResults.Load(folder.Path))[0].LongerTraining);
        InventedPaper.Table(InventedPaper.Rows(PaperSweeps.Longer, Seeds, score => score + 20)).Save(folder.File("lxmert-longer.csv"));
        ClaimFinding compression = PaperClaims.Judge(PaperResults.Load(folder.Path))[0];
        Assert.Equal((ClaimStatus.Holds, ClaimStatus.DoesNotHold), (compression.Status, compression.LongerTraining));
        Assert.Equal(["bce+bce − full bce, 9 epochs, 10 to 70 %", "bce+omp+bce − full bce, 6 epochs, 10 to 70 %"],
            compression.Evidence.Comparisons.Select(comparison => comparison.Control!.What));
    }

    [Fact]
    public void Figures_of_another_kind_of_sparsity_are_told_to_be_so()
    {
        IEnumerable<string> told = PaperClaims.Judge(PaperResults.Of(PaperSweeps.Core, []))
            .Where(claim => claim.Evidence.Notes.Contains("The paper's figures are of modality-specific sparsity, ours of uniform.")).Select(claim => claim.Id);
        Assert.Equal(["C6", "C18", "C23", "C24", "C26", "C28"], told);
    }

    [Fact]
    public void With_one_seed_nothing_can_be_told()
    {
        // An allocation cannot be chosen by the validation of other seeds.
        foreach (ClaimFinding claim in Judge([49]).Where(claim => claim.Id is not (NeverRun or "C16" or "C17")))
            Assert.Equal((claim.Id, ClaimStatus.NotDistinguishable, 1), (claim.Id, claim.Status, claim.Seeds));
    }

    [Fact]
    public void Without_any_results_no_claim_was_run() => Assert.All(PaperClaims.Judge(PaperResults.Load(folder.Path)), claim =>
    {
        Assert.Equal((ClaimStatus.NotRun, 0), (claim.Status, claim.Seeds));
        Assert.All(claim.Evidence.Comparisons, comparison => Assert.Null(comparison.Tested));
    });

    [Fact]
    public void A_claim_of_which_a_part_was_not_run_is_not_said_to_hold()
    {
        InventedPaper.Save(folder.Path, Seeds, without: PaperSweeps.VisualBert);
        ClaimFinding mixed = PaperClaims.Judge(PaperResults.Load(folder.Path))[11];
        Assert.Equal((ClaimStatus.NotRun, 3), (mixed.Status, mixed.Seeds));
        Assert.Equal(4, mixed.Evidence.Comparisons.Count(comparison => comparison.Status == ClaimStatus.Holds));
    }

    [Fact]
    public void The_allocation_is_chosen_by_validation_and_reported_by_test()
    {
        ClaimFinding best = Judge(Seeds)[16];
        Assert.Equal("At 50 % the validation of all seeds chooses 60/4/60 (language/vision/cross, %) of 7 allocations.", best.Evidence.Notes[1]);
        // Against 55/35/49, and not against the one that the test would have chosen.
        Assert.Equal(59 - 56, best.Evidence.Comparisons[0].Tested!.Difference.Mean, 1);
    }

    [Fact]
    public void The_file_has_the_words_that_it_promises()
    {
        PaperClaims.Save(folder.File("claims.json"), Judge(Seeds));
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(folder.File("claims.json")));
        JsonElement first = file.RootElement[0];
        Assert.Equal(30, file.RootElement.GetArrayLength());
        Assert.Equal(("C1", "holds", 3), (first.GetProperty("id").GetString(), first.GetProperty("status").GetString(), first.GetProperty("seeds").GetInt32()));
        JsonElement comparison = first.GetProperty("evidence").GetProperty("comparisons")[0];
        Assert.Equal("bce+bce − full bce, 10 to 70 %", comparison.GetProperty("what").GetString());
        Assert.Equal("+1.35 to +2.79", comparison.GetProperty("paper").GetString());
        Assert.Equal(["10 %", "30 %", "50 %", "70 %"], comparison.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("part").GetString()));
        Assert.Equal([49, 50, 51], comparison.GetProperty("tested").GetProperty("difference").GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.Equal("holds", first.GetProperty("longer_training").GetString());
        Assert.Equal("bce+bce − full bce, 9 epochs, 10 to 70 %", comparison.GetProperty("control").GetProperty("what").GetString());
        Assert.Equal("not run", file.RootElement[28].GetProperty("status").GetString());
        foreach (ClaimStatus status in Enum.GetValues<ClaimStatus>()) Assert.Equal($"\"{status.Words()}\"", JsonSerializer.Serialize(status));
    }

    private IReadOnlyList<ClaimFinding> Judge(IReadOnlyList<ulong> seeds, Func<double, double>? change = null)
    {
        InventedPaper.Save(folder.Path, seeds, change);
        return PaperClaims.Judge(PaperResults.Load(folder.Path));
    }
}
