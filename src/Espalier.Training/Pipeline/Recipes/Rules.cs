using Espalier.Text;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Checks of single keys; each failure names the key, what was found and what was expected.</summary>
/// <param name="Origin">Knows where the recipe came from.</param>
internal readonly record struct Rules(RecipeOrigin Origin)
{
    /// <exception cref="InputException">It does not hold.</exception>
    public void Require(bool holds, string key, object found, string expected)
    {
        if (!holds) throw Origin.Wrong(key, line: null, FormattableString.Invariant($"{found}"), expected);
    }

    public void OneOf(string value, string key, params string[] allowed)
    {
        Require(allowed.Contains(value), key, $"'{value}'", $"one of {string.Join(", ", allowed)}; the nearest is '{Nearest.To(value, allowed)}'");
    }

    public void Size(int? size, string key) => Require(size is null or >= 1, key, size ?? 0, "1 or more");

    public void Training(string key, int epochs, int batch, double learningRate, double warmup)
    {
        Require(epochs >= 1, $"{key}.epochs", epochs, "1 or more");
        Require(batch >= 1, $"{key}.batch", batch, "1 or more");
        Require(learningRate is > 0 and <= 1, $"{key}.learning-rate", learningRate, "more than 0, up to 1");
        Require(warmup is >= 0 and < 1, $"{key}.warmup", warmup, "a share of all steps from 0 to below 1");
    }
}
