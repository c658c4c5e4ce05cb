using System.Text.RegularExpressions;

namespace Espalier.Paper;

/// <summary>
/// The sweeps of the paper's experiments (Si et al. 2023), by their names. The YAML files in <c>reproduce/orchard</c> and <c>reproduce/paper</c> have them
/// as file names; neither folder has all. The sweeps of the latter, at the paper's own scale, are called so after "paper-".
/// </summary>
public static partial class PaperSweeps
{
    private const string PaperScale = "paper-";

    /// <summary>Full models, magnitude pruning with further fine-tuning, and mask training: figures 1 and 3 to 5.</summary>
    public const string Core = "lxmert-core";

    /// <summary>One modality pruned, the others dense: figure 6.</summary>
    public const string SingleModality = "lxmert-single-modality";

    /// <summary>Allocations of a sparsity to the modalities: appendix C.4.</summary>
    public const string ModalitySearch = "lxmert-modality-search";

    /// <summary>Uniform, modality-specific and matrix-specific sparsity: figure 9.</summary>
    public const string Global = "lxmert-global";

    /// <summary>Fine-tuning after mask training.</summary>
    public const string ThirdStage = "lxmert-third-stage";

    /// <summary>Masks that start from magnitudes or at random: figure 13.</summary>
    public const string MaskStart = "lxmert-mask-start";

    /// <summary>Further pairs of objectives.</summary>
    public const string Mixed = "lxmert-mixed";

    /// <summary>Full models that train as long as sparse ones, which the paper does not have.</summary>
    public const string Longer = "lxmert-longer";

    /// <summary>The second backbone: figure 7.</summary>
    public const string VisualBert = "visualbert";

    /// <summary>The third backbone: table 1.</summary>
    public const string Mplug = "mplug";

    /// <summary>The nine OOD sets of varying shortcuts: table 2.</summary>
    public const string VaryingShortcut = "lxmert-varying-shortcut";

    /// <summary>LXMERT's rows of table 1, the sparse ones with a sparsity for each modality.</summary>
    public const string Table1 = "table-1";

    /// <summary>The rows of table 2, the sparse ones with a sparsity for each modality.</summary>
    public const string Table2 = "table-2";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Core, SingleModality, ModalitySearch, Global, ThirdStage, MaskStart, Mixed, Longer, VisualBert, Mplug, VaryingShortcut, Table1, Table2];

    /// <summary>
    /// The sweep that a file of results belongs to: "lxmert-core.csv", its parts by seed "lxmert-core-49.csv", and "paper-lxmert-core.csv" of the same
    /// sweep at the paper's scale; null for any other file.
    /// </summary>
    public static string? Of(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (IsPaperScale(path)) name = name[PaperScale.Length..];
        return All.FirstOrDefault(sweep => name == sweep || (name.StartsWith(sweep, StringComparison.Ordinal) && Part().IsMatch(name.AsSpan(sweep.Length))));
    }

    /// <summary>Whether a file's results are of models and data as large as the paper's.</summary>
    public static bool IsPaperScale(string path) => Path.GetFileName(path).StartsWith(PaperScale, StringComparison.Ordinal);

    [GeneratedRegex(@"\A-[0-9]+\z")]
    private static partial Regex Part();
}
