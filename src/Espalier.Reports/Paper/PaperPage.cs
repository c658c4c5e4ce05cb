using System.Text;
using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Paper.Comparisons;
using Espalier.Reports.Pictures;
using Espalier.Reports.Tables;
using Espalier.Tables;

namespace Espalier.Reports.Paper;

/// <summary>The page <c>results.md</c>.</summary>
internal static class PaperPage
{
    /// <summary>Claims first, then our figures beside the paper's, then the pictures and all evidence.</summary>
    public static string Text(PaperResults results, IReadOnlyList<ClaimFinding> claims, IReadOnlyList<Picture> pictures)
    {
        StringBuilder text = new();
        text.Append("# What came out of the paper's experiments\n\n")
            .Append("Written by `espalier report --paper`; do not edit. ").Append(Extent(results)).Append("\n\n")
            .Append(Scale(results)).Append("\n\n");
        Section(text, "Claims", $"Of {claims.Count} claims of Si et al. 2023, {PaperReport.Count(claims)}. Differences are in points, paired by seed, with 95 % "
            + "t-intervals over the seeds that have all that is compared. \"On average\" means: the mean over the sparsities is tested. Where models are said to be "
            + $"alike, {Comparison.Tolerance:0} points are allowed at each sparsity. A claim holds if each of its comparisons does; it does not hold if one is "
            + $"refuted at 5 % divided by their number. {Shared(results)}\n\nA sparse model has trained for longer than the full one that it starts from. "
            + "\"Against longer training\" tells whether the claim's comparisons hold against full models that trained as long, which the paper does not have.",
            ClaimTables.Summary(claims));
        foreach (PublishedTable published in PublishedTable.All)
        {
            Section(text, $"{published.Title} of the paper", $"Accuracy in percent on {(results.IsPaperScale ? "" : "the Orchard, the paper's on ")}{published.Data}; "
                + "ours as mean ± standard deviation over seeds. Ours is the official one; the paper's scripts count min(n/3, 1), which is never less. "
                + "Sparse rows of LXMERT are modality-specific in the paper, and here where a row says so; what is bce for mPLUG here, the paper calls CE.",
                PaperTables.Beside(published, results));
        }
        Section(text, "Longer training", "Full models as usual, and trained as long as sparse ones in all: as stage 1 and fine-tuning after magnitude pruning (6 epochs "
            + "on the Orchard), or as stage 1 and mask training (9). Accuracy in percent, mean ± standard deviation over seeds.", PaperTables.Longer(results));
        if (pictures.Count > 0)
        {
            text.Append("## Pictures\n\nBands are one standard deviation over the seeds, to either side; dashed lines are full models. "
                + "In the planes of allocations those that not all seeds have tried stand without a colour.\n\n");
            foreach (Picture picture in pictures) text.Append("![").Append(picture.Title).Append("](pictures/").Append(picture.Name).Append(".png)\n\n");
        }
        Section(text, "Evidence", "Every comparison behind the claims; single sparsities are in `claims.json`.", ClaimTables.Evidence(claims));
        string[] notes = [.. claims.SelectMany(claim => claim.Evidence.Notes.Select(note => $"- {claim.Id}: {note}\n"))];
        foreach (string note in notes) text.Append(note);
        return text.ToString();
    }

    private static string Extent(PaperResults results) => results.Runs == 0
        ? "Nothing has been run."
        : $"It rests on {Show.Count(results.Runs)} runs with the seeds {string.Join(", ", results.Seeds)}.";

    private static string Shared(PaperResults results) => results.IsPaperScale
        ? "Seeds share data and checkpoint and differ in training, so intervals do not cover another draw of questions."
        : "Seeds share the data and differ in pre-training and training, so intervals do not cover another draw of questions.";

    private static string Scale(PaperResults results) => results.IsPaperScale
        ? "Models and data are as large as the paper's."
        : "Ours is a tiny model on drawn pictures, the paper's a large one on photographs: compare orderings, not sizes.";

    private static void Section(StringBuilder text, string heading, string words, ReportTable table) =>
        text.Append("## ").Append(heading).Append("\n\n").Append(words).Append("\n\n").Append(table.ToMarkdown()).Append('\n');
}
