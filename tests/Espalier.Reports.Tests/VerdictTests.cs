namespace Espalier.Reports.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void It_compares_the_best_sparse_model_with_the_plain_one() => Assert.Equal(
        "With 70 % of its prunable weights removed, lpf+lmh reaches 64.58 % VQA accuracy out of distribution, 33.16 points above full bce, " +
        "and 60.12 % in distribution, 18.79 points below it.",
        Verdict.Of(Sample.Summary()));

    [Fact]
    public void Worse_is_called_below() => Assert.Contains(
        "20.00 % VQA accuracy out of distribution, 10.00 points below full bce",
        Of(("full bce", 0, 30), ("bce+bce", 0.5, 20)), StringComparison.Ordinal);

    [Fact]
    public void Equal_is_called_level() => Assert.Contains("level with full bce",
        Of(("full bce", 0, 30), ("bce+bce", 0.5, 30)), StringComparison.Ordinal);

    [Fact]
    public void One_model_is_compared_with_nothing() =>
        Assert.Equal("full bce reaches 30.00 % VQA accuracy out of distribution.", Of(("full bce", 0, 30)));

    [Fact]
    public void Without_a_measurement_there_is_no_finding() =>
        Assert.Equal("Accuracy out of distribution was not measured.", Of(("full bce", 0, null), ("lpf+lmh", 0.7, null)));

    private static string Of(params (string Id, double Sparsity, double? Ood)[] models) => Verdict.Of(Sample.Summary() with
    {
        Models =
        [
            .. models.Select(m => Sample.Model(m.Id, 1, "bce", m.Sparsity, null, m.Ood is { } ood ? Sample.Types(ood, ood, ood, ood) : null)),
        ],
    });
}
