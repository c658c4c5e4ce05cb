using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>What `bench compare` is not to be given: told at once, before anything is measured.</summary>
public sealed class BadBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Argument 'bert' not recognized. Must be one of:", "--backbone", "bert")]
    [InlineData("huge", "--size", "huge")]
    [InlineData("--engines: found tensorflow; expected some of packed, packed-bf16,", "--engines", "packed,tensorflow,torch")]
    [InlineData("--engines: found packed,torch-bf16; expected torch or onnx among them", "--engines", "packed,torch-bf16")]
    [InlineData("--sparsity: found 1; expected fractions of zeros from 0 to below 1", "--sparsity", "0.5,1")]
    [InlineData("--sparsity: found -0.1;", "--sparsity", "-0.1")]
    [InlineData("--sparsity: found nothing;", "--sparsity", "0.5,,0.7")]
    [InlineData("--sparsity: found NaN;", "--sparsity", "NaN")]
    [InlineData("--allocation: found 60/4; expected uniform or percentages", "--allocation", "60/4")]
    [InlineData("--allocation: found 60/4/100;", "--allocation", "uniform,60/4/100")]
    [InlineData("--sparsity: is for --allocation uniform; that of 60/4/60 follows from the model", "--allocation", "60/4/60", "--sparsity", "0.5")]
    [InlineData("--allocation: found 60/4/60; expected uniform, as visualbert has no vision matrices", "--allocation", "60/4/60", "--backbone", "visualbert")]
    [InlineData("--batch: found 0; expected whole numbers from 1 to 1024", "--batch", "8,0")]
    [InlineData("--batch: found 1.5;", "--batch", "1.5")]
    [InlineData("--threads: found 100000; expected whole numbers from 1 to ", "--threads", "100000")]
    [InlineData("--rounds: found 0; expected 1 to 1000", "--rounds", "0")]
    [InlineData("--picture: found a.jpg; expected a name that ends with .png", "--picture", "a.jpg")]
    public void A_value_that_is_none(string message, params string[] args)
    {
        Outcome outcome = Cli.Run(["bench", "compare", .. args]);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--csv")]
    [InlineData("--picture")]
    public void A_file_that_is_there(string option)
    {
        string file = _folder.Write("there.png", [1]);
        Refusal.Assert("there.png", "nothing is overwritten", "bench", "compare", "--size", "tiny", option, file);
        Assert.Equal([1], File.ReadAllBytes(file));
    }
}
