using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;
using Espalier.Testing;
using Espalier.Tests.Kernels;
using Espalier.Threads;

namespace Espalier.Tests.Execution;

/// <summary>A linear layer of few or many columns, over several bands, by one thread or two.</summary>
public sealed class LinearStepTests : IDisposable
{
    private const int Inputs = 150, Outputs = 200;

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Sets => KernelSets.Names;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_column_is_right_in_one_group_of_panels_and_in_more(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        float[] weights = Reference.Random(Outputs * Inputs, 1), bias = Reference.Random(Outputs, 2);
        using SafetensorsFile file = TinyCheckpoint.Write(_folder, ("linear.weight", [Outputs, Inputs], weights), ("linear.bias", [Outputs], bias));
        GraphBuilder graph = new(file);
        Value linear = graph.Linear("linear", graph.States("x", new Axis.Sequence("words", "mask"), Inputs));
        GraphProgram program = GraphProgram.Compile(graph.Build("tiny", new GraphOutput("y", linear)), file);
        int group = PackedMatrix.PanelsTogether(1) * kernels.WidestPanel;
        foreach ((int words, int threads) in ((int, int)[])[(1, 1), (group, 1), (group + 1, 2), (2 * group, 2)])
        {
            using WorkerTeam team = new(threads);
            using Workspace run = new GraphExecutor(program, kernels, team).Rent(1, words);
            float[] x = Reference.Random(words * Inputs, 3);
            x.CopyTo(run.Rows("x"));
            run.Run();
            // Rows of the input are columns of the product: W x is (x' W')'.
            float[] turned = new float[weights.Length], y = [.. Enumerable.Range(0, words).SelectMany(_ => bias)];
            for (int i = 0; i < weights.Length; i++) turned[(i % Inputs * Outputs) + (i / Inputs)] = weights[i];
            (double[] sums, double[] sizes) = Reference.Product(x, words, Inputs, turned, y, Outputs);
            Reference.AssertClose(sums, sizes, run.Output("y"), 2e-6);
        }
    }
}
