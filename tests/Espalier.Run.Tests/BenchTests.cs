using Espalier.Run.Benching;
using Espalier.Testing;

namespace Espalier.Run.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_batch_size_has_a_row()
    {
        string printed = RunProgram.Print("bench", TinyModel.Write(_folder), "--batch", "1,3", "--threads", "2", "--seconds", "0.01");
        string[] lines = printed.TrimEnd('\n').Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal($"compiled {(RunProgram.Native is null ? "just" : "ahead of")} {(RunProgram.Native is null ? "in " : "")}time", lines[0].Split(", ")[^1]);
        Assert.StartsWith($"2 thread(s); 8 word pieces and {TinyModel.Regions} regions a question; opened in ", lines[1], StringComparison.Ordinal);
        Assert.Contains(" ms, first answer after ", lines[1], StringComparison.Ordinal);
        Assert.Equal(["1", "3"], lines[^3..^1].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
        Assert.Matches("^the process holds ([0-9.]+ [MG]iB|not measured); the file has [0-9.]+ KiB$", lines[^1]);
    }

    [Fact]
    public void A_model_that_reads_pixels_is_timed_on_these() =>
        Assert.Contains($"8 word pieces and {TinyMplug.Side} x {TinyMplug.Side} pixels a question", RunProgram.Print("bench", TinyModel.WriteMplug(_folder), "--seconds", "0.01"), StringComparison.Ordinal);

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "1,1000000")]
    [InlineData("--batch", "many")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "nan")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args) => Assert.Equal(1, RunProgram.Run(["bench", "model.esp", .. args]).Code);

    [Fact]
    public void Times_are_those_of_one_question()
    {
        Assert.Equal(new QuestionTimes(4, Median: 3, Fastest: 1, NineOfTen: 5), QuestionTimes.Of(4, [12, 4, 20, 8, 16]));
        Assert.Equal(new QuestionTimes(1, Median: 2.5, Fastest: 1, NineOfTen: 4), QuestionTimes.Of(1, [4, 1, 3, 2]));
        Assert.Equal(18, QuestionTimes.Of(1, Enumerable.Range(1, 20).Select(time => (double)time)).NineOfTen);
    }
}
