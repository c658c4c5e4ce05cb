using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Threads;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Inference;

/// <summary>The model in our runtime.</summary>
internal sealed class PackedInference : IInferenceSubject
{
    private readonly WorkerTeam _team;
    private readonly GraphExecutor _executor;
    private readonly int _batch, _words, _regions;
    private readonly int[] _ids;
    private readonly float[] _features, _boxes;

    public PackedInference(double sparsity, Graph graph, ITensorSource weights, TensorBatch batch, int threads)
    {
        Sparsity = sparsity;
        _team = new WorkerTeam(threads);
        _executor = new GraphExecutor(GraphProgram.Compile(graph, weights), KernelSet.Best, _team);
        (_batch, _words, _regions) = ((int)batch.TokenIds.shape[0], (int)batch.TokenIds.shape[1], (int)batch.Features.shape[1]);
        using Tensor ids = batch.TokenIds.to_type(ScalarType.Int32);
        (_ids, _features, _boxes) = (ids.data<int>().ToArray(), batch.Features.data<float>().ToArray(), batch.Boxes.data<float>().ToArray());
    }

    public double Sparsity { get; }

    public string Name => FormattableString.Invariant($"ours, {100 * Sparsity:0} % zeros");

    public long ByteLength => _executor.Program.Matrices.Sum(matrix => matrix.ByteLength);

    public float[] Run()
    {
        using Workspace run = _executor.Rent(_batch, _words, _regions);
        _ids.CopyTo(run.Ids("input_ids"));
        _features.CopyTo(run.Rows("visual_feats"));
        _boxes.CopyTo(run.Rows("visual_pos"));
        run.Run();
        return run.Output("logits").ToArray();
    }

    public void Dispose() => _team.Dispose();
}
