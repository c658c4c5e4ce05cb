using Espalier.Checkpoints;
using Espalier.Training.Models;
using Espalier.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Cli.Comparison;

/// <summary>
/// The trained model, as runs evaluate it: in bf16 with matrices that have been rounded once, and the answer head in fp32. Several share one model and its
/// fp32 weights.
/// </summary>
internal sealed class TorchEngine : IOpenEngine
{
    private readonly VqaBackbone _model;
    private readonly ScalarType _type;
    private readonly Tensor?[] _weights, _none;
    private TensorBatch? _batch;

    /// <param name="engine">The engine.</param>
    /// <param name="model">The whole model.</param>
    /// <param name="point">Where it has zeros.</param>
    public TorchEngine(ComparedEngine engine, VqaBackbone model, SparsityPoint point)
    {
        (Engine, Point, _model, _type) = (engine, point, model, engine.Type == TensorType.BF16 ? ScalarType.BFloat16 : ScalarType.Float32);
        model.ComputeType = _type;
        EffectiveWeights.Write(model, point.Masks);
        _weights = [.. model.Matrices.Select(matrix => matrix.Effective)];
        _none = new Tensor?[_weights.Length];
        Use(_none);
    }

    public ComparedEngine Engine { get; }

    public SparsityPoint Point { get; }

    public Func<float[]> Prepare(RandomQuestions questions)
    {
        Release();
        (long count, ModelCase shapes) = (questions.Each.Count, questions.Case);
        TensorBatch batch = new()
        {
            TokenIds = tensor(questions.Pieces, [count, shapes.Words]),
            Features = tensor(questions.Features, [count, shapes.Regions, shapes.Config.FeatureSize]),
            Boxes = tensor(questions.Boxes, [count, shapes.Regions, 4]),
        };
        _batch = batch;
        return () =>
        {
            _model.ComputeType = _type;
            Use(_weights);
            using IDisposable noGradients = no_grad();
            using DisposeScope scope = NewDisposeScope();
            float[] logits = _model.Forward(batch).Logits.data<float>().ToArray();
            Use(_none);
            return logits;
        };
    }

    public void Dispose()
    {
        Release();
        foreach (Tensor? weight in _weights) weight?.Dispose();
    }

    // The model would free them, once others are to be used, if they were left with it.
    private void Use(Tensor?[] weights)
    {
        foreach ((WeightMatrix matrix, Tensor? weight) in _model.Matrices.Zip(weights)) matrix.Effective = weight;
    }

    private void Release()
    {
        _batch?.TokenIds.Dispose();
        _batch?.Features.Dispose();
        _batch?.Boxes.Dispose();
        _batch = null;
    }
}
