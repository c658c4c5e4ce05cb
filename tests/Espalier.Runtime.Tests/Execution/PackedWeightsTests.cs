using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Testing;

namespace Espalier.Tests.Execution;

public sealed class PackedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Weights_that_are_no_finite_numbers_are_refused(float value, string found)
    {
        using SafetensorsFile file = TinyCheckpoint.Write(_folder, ("w", [2, 3], [1, 2, 3, 4, value, 6]));
        Weight weight = new GraphBuilder(file).Matrix("w");
        foreach (Action<PackedWeights> read in (Action<PackedWeights>[])[weights => weights.Matrix(weight), weights => weights.Plain(weight)])
        {
            InputException error = Assert.Throws<InputException>(() => read(new PackedWeights(file, PackedWeights.BreakEven)));
            Assert.Equal((file.Path, "weight \"w\", row 1, column 1", found), (error.File, error.Place, error.Found));
        }
    }
}
