using System.Globalization;

namespace Espalier.Cli.Comparison;

/// <summary>How zeros are shared among the matrices of a model: alike, or by modality.</summary>
/// <param name="Name">"uniform", or the percentages of language, vision and cross-modality matrices: "60/4/60", the best of Si et al. 2023 at 50 %.</param>
/// <param name="Groups">The sparsity of each modality; null where all matrices have the same.</param>
internal sealed record ModalitySparsity(string Name, IReadOnlyDictionary<string, double>? Groups)
{
    /// <summary>The name of <see cref="Uniform"/>.</summary>
    public const string UniformName = "uniform";

    private static readonly string[] Modalities = ["language", "vision", "cross"];

    /// <summary>Every matrix alike.</summary>
    public static ModalitySparsity Uniform { get; } = new(UniformName, null);

    /// <summary>Reads a name; null if it is none.</summary>
    public static ModalitySparsity? Parse(string text)
    {
        if (text == UniformName) return Uniform;
        string[] parts = text.Split('/');
        if (parts.Length != Modalities.Length) return null;
        Dictionary<string, double> groups = [];
        foreach ((string modality, string part) in Modalities.Zip(parts))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) || percent is not (>= 0 and < 100)) return null;
            groups[modality] = percent / 100;
        }
        return new ModalitySparsity(text, groups);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
