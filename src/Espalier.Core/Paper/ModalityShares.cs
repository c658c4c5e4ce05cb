using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Espalier.Paper;

/// <summary>A sparsity for each modality, as the sweeps name it: "0.6/0.0364/0.6".</summary>
/// <param name="Language">s_L of Si et al. 2023, eq. 10.</param>
/// <param name="Vision">s_R.</param>
/// <param name="Cross">s_X.</param>
public sealed record ModalityShares(double Language, double Vision, double Cross)
{
    /// <summary>As the sweeps name it: "0.6/0.0364/0.6".</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Language:0.####}/{Vision:0.####}/{Cross:0.####}");

    /// <summary>
    /// Whether vision is pruned less than the whole, and neither language nor cross-modality is: where Si et al. 2023 found the best at 50 and 70 %. The
    /// search is too coarse to ask that both be pruned slightly more than the whole, but one must be, as the mean is given.
    /// </summary>
    public bool SparesVision(double sparsity) => Language >= sparsity && Cross >= sparsity && Vision < sparsity;

    /// <summary>Reads the name of an allocation.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out ModalityShares? shares)
    {
        shares = null;
        double[] values = new double[3];
        string[] words = name.Split('/');
        for (int i = 0; i < words.Length; i++)
        {
            if (i == 3 || !double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || values[i] is not (>= 0 and <= 1)) return false;
        }
        if (words.Length == 3) shares = new ModalityShares(values[0], values[1], values[2]);
        return shares is not null;
    }

    /// <summary>In percent, as the paper writes them: "60/4/60".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Language * 100:0.#}/{Vision * 100:0.#}/{Cross * 100:0.#}");
}
