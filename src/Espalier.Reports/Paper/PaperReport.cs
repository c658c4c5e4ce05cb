using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Reports.Pictures;

namespace Espalier.Reports.Paper;

/// <summary>Rebuilds all that is said of the paper's experiments from the results of their sweeps: claims, tables and pictures.</summary>
public sealed class PaperReport
{
    private PaperReport(string page, IReadOnlyList<ClaimFinding> claims, IReadOnlyList<string> unread, string? missingFont) =>
        (Page, Claims, Unread, MissingFont) = (page, claims, unread, missingFont);

    /// <summary>The Markdown file.</summary>
    public string Page { get; }

    /// <summary>What the runs say of each claim.</summary>
    public IReadOnlyList<ClaimFinding> Claims { get; }

    /// <summary>CSV files of no sweep of the paper, which were not read.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>Why there are no pictures; null if there are.</summary>
    public string? MissingFont { get; }

    /// <summary>Writes <c>claims.json</c>, <c>results.md</c> and <c>pictures/*.png</c>, in the place of earlier ones.</summary>
    /// <param name="results">A folder with the CSV files of the sweeps.</param>
    /// <param name="output">The folder to write into.</param>
    /// <exception cref="InputException">The results cannot be read, or no file of the folder is called after a sweep of the paper.</exception>
    public static PaperReport Write(string results, string output)
    {
        PaperResults read = PaperResults.Load(results);
        if (read.Files.Count == 0)
            throw new InputException(results, "folder", read.Unread.Count == 0 ? "no CSV file" : "only CSV files with names of no sweep of the paper",
                $"results of its sweeps, such as {PaperSweeps.Core}.csv");
        IReadOnlyList<ClaimFinding> claims = PaperClaims.Judge(read);
        IReadOnlyList<Picture> pictures = [];
        string? missing = null;
        try
        {
            pictures = new PaperPictures(read).Draw();
        }
        catch (FontMissingException error)
        {
            missing = error.Message;
        }
        Directory.CreateDirectory(output);
        PaperClaims.Save(Path.Combine(output, "claims.json"), claims);
        string folder = Path.Combine(output, "pictures"), page = Path.Combine(output, "results.md");
        if (pictures.Count > 0) Directory.CreateDirectory(folder);
        foreach (Picture picture in pictures) picture.Save(folder);
        AtomicFile.WriteAllText(page, PaperPage.Text(read, claims, pictures));
        return new PaperReport(page, claims, read.Unread, missing);
    }

    /// <summary>How many claims have each status.</summary>
    public static string Count(IReadOnlyList<ClaimFinding> claims)
    {
        int Of(ClaimStatus status) => claims.Count(claim => claim.Status == status);
        return $"{Of(ClaimStatus.Holds)} hold, {Of(ClaimStatus.DoesNotHold)} do not hold, {Of(ClaimStatus.NotDistinguishable)} are not distinguishable, "
            + $"{Of(ClaimStatus.NotRun)} not run";
    }
}
