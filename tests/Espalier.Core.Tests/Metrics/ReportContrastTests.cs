using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class ReportContrastTests
{
    [Fact]
    public void Only_right_against_wrong_counts() => Assert.Equal(
        new ReportContrast("a", "b", 6, Gained: 2, Lost: 1),
        ReportContrast.Count("a", [0, 0.3, 0.6, 1, 1, 1], "b", [1, 1, 1, 0, 0.6, 1]));

    [Fact]
    public void Both_models_answer_the_same_questions() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportContrast.Count("a", [0], "b", []));
}
