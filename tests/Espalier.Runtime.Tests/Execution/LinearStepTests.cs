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
    public void Every_column_is_right_in_one_group_of_panels_and_in_more_by_any_threads(string set)
    {
        KernelSet kernels = KernelSets.Get(set);
        float[] bias = Reference.Random(Outputs, 2);
        int group = PackedMatrix.PanelsTogether(1) * kernels.WidestPanel;
        foreach (double sparsity in (double[])[0, 0.7])
        {
            float[] weights = Reference.Sparse(Outputs, Inputs, sparsity, 1);
            using SafetensorsFile file = TinyCheckpoint.Write(_folder, ("linear.weight", [Outputs, Inputs], weights), ("linear.bias", [Outputs], bias));
            GraphBuilder graph = new(file);
            Axis.Sequence words = new("words", "mask");
            Value y = graph.Add(graph.Linear("linear", graph.States("x", words, Inputs)), graph.States("residual", words, Outputs));
            GraphProgram program = GraphProgram.Compile(graph.Build("tiny", new GraphOutput("y", graph.Activate(y, ActivationKind.Relu))), file);
            Assert.Equal(sparsity > 0, program.Matrices.Single() is SparseMatrix);
            foreach ((int length, int threads) in ((int, int)[])[(1, 1), (group, 1), (group + 1, 1), (group + 1, 2), (2 * group, 2), (3 * kernels.WidestPanel, 7)])
            {
                using WorkerTeam team = new(threads);
                using Workspace run = new GraphExecutor(program, kernels, team).Rent(1, length);
                float[] x = Reference.Random(length * Inputs, 3), residual = Reference.Random(length * Outputs, 4);
                x.CopyTo(run.Rows("x"));
                residual.CopyTo(run.Rows("residual"));
                run.Run();
                (double[] sums, double[] sizes) = Reference.Product(x, length, Inputs, Turned(weights), [.. residual.Select((value, i) => value + bias[i % Outputs])], Outputs);
                Reference.AssertClose([.. sums.Select(sum => Math.Max(0, sum))], sizes, run.Output("y"), 2e-6);
            }
        }
    }

    // Rows of the input are columns of the product: W x is (x' W')'.
    private static float[] Turned(float[] weights)
    {
        float[] turned = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++) turned[(i % Inputs * Outputs) + (i / Inputs)] = weights[i];
        return turned;
    }
}
