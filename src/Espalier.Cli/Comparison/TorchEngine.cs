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
    private readonly List<Tensor> _inputs = [];

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
        TensorBatch batch = new() { TokenIds = Input(tensor(questions.Pieces, [count, shapes.Words])) };
        batch = shapes is { Regions: { } regions, Config: RegionBackboneConfig config }
            ? batch with { Features = Input(tensor(questions.Features, [count, regions, config.FeatureSize])), Boxes = Input(tensor(questions.Boxes, [count, regions, 4])) }
            : batch with { Images = Input(tensor(questions.Pixels, [count, 3, shapes.Config.PictureSide!.Value, shapes.Config.PictureSide.Value])) };
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

    private Tensor Input(Tensor input)
    {
        _inputs.Add(input);
        return input;
    }

    private void Release()
    {
        foreach (Tensor input in _inputs) input.Dispose();
        _inputs.Clear();
    }
}
