using Espalier.Bench.Plain;
using Espalier.Training.Models;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>The step as one writes it with TorchSharp alone: its layers, its AdamW, its clipping, a dispose scope around all of it.</summary>
internal sealed class PlainSubject : IStepSubject
{
    private readonly PlainLxmert _model;
    private readonly Parameter[] _trained;
    private readonly optim.Optimizer _optimizer;

    public PlainSubject(LxmertConfig config, int stage, bool dropout = true, double epsilon = 1e-8)
    {
        _model = new PlainLxmert(new PlainLayers(config, stage == 2, Subject.Threshold));
        foreach ((string name, Parameter parameter) in _model.named_parameters())
            parameter.requires_grad = stage == 1 || name.EndsWith(".weight_mask", StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal);
        _trained = [.. _model.parameters().Where(parameter => parameter.requires_grad)];
        _optimizer = optim.AdamW(_trained, Subject.LearningRate, eps: epsilon, weight_decay: 0);
        _model.train(dropout);
    }

    /// <summary>Takes over weights and, for stage 2, masks.</summary>
    public void Load(Lxmert model, IEnumerable<TrainedTensor> trained)
    {
        Dictionary<string, Tensor> values = model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        foreach (TrainedTensor mask in trained.Where(tensor => tensor.IsMask)) values[mask.Name] = mask.Value;
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter parameter) in _model.named_parameters()) parameter.copy_(values[name]);
    }

    public double Step(TensorBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor logits = _model.Forward(batch);
        Tensor loss = nn.functional.binary_cross_entropy_with_logits(logits, batch.Targets!, reduction: nn.Reduction.Sum) / logits.shape[0];
        loss.backward();
        nn.utils.clip_grad_norm_(_trained, 1.0);
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }
}
