using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// Runs a small model over both halves of a batch at the same time, each on a thread of its own. libtorch shares the work of single operators between
/// threads, and in a small model waiting for each other takes as long as the work. What the halves give is put together before the objective sees
/// it, so that losses and gradients are those of the whole batch.
/// </summary>
/// <remarks>
/// Never more than two: the gradient of a weight is then the sum of two terms, which does not depend on whose came first. Large models,
/// tensors elsewhere than on the CPU, and what is to save memory (<see cref="Recomputation"/>), are run whole.
/// </remarks>
internal sealed class BatchHalves : IDisposable
{
    // Above this size products of matrices take most of the time, and libtorch shares them well.
    private const long MostParameters = 16 << 20;
    private const int FewestRows = 16;

    private readonly VqaBackbone _model;
    private readonly TorchThread[] _threads = [];
    private readonly Half[] _halves = [new(), new()];
    private Tensor[] _joined = [];
    private Recomputation.Tape? _layers;

    /// <summary>Starts the threads, if the model is one to be run in halves and libtorch may use more than one thread.</summary>
    public BatchHalves(VqaBackbone model)
    {
        _model = model;
        int threads = get_num_threads() / 2;
        bool small = model.parameters().Sum(parameter => parameter.numel()) <= MostParameters;
        if (threads > 0 && small && model.Matrices[0].Weight.device_type == DeviceType.CPU) _threads = [new TorchThread(threads), new TorchThread(threads)];
    }

    /// <summary>Runs a forward pass.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="seed">Of the dropout, if there is any.</param>
    /// <param name="step">The number of the training step, for the dropout.</param>
    /// <param name="encode">Gives tensors whose rows are those of its batch, in their order.</param>
    /// <returns>The tensors for the whole batch, in the current dispose scope.</returns>
    public Tensor[] Forward(TensorBatch batch, ulong seed, long step, Func<TensorBatch, Tensor[]> encode)
    {
        Release();
        _model.Dropout.BeginStep(seed, step);
        (long rows, long together) = (batch.TokenIds.shape[0], batch.QuestionsPerPicture);
        long half = rows / together / 2 * together;
        if (_threads.Length == 0 || rows < FewestRows || half == 0 || _model.Recomputation.Enabled)
        {
            (Tensor[] outputs, _layers) = _model.Recomputation.Note(() => encode(batch));
            return outputs;
        }
        bool gradients = is_grad_enabled();
        OnBoth(i =>
        {
            _model.Dropout.BeginStep(seed, step, part: i + 1);
            using IDisposable mode = set_grad_enabled(gradients);
            using DisposeScope scope = NewDisposeScope();
            _halves[i].Outputs = [.. encode(batch.Rows(i * half, i == 0 ? half : rows - half)).Select(output => output.DetachFromDisposeScope())];
        });
        return _joined = [.. _halves[0].Outputs.Zip(_halves[1].Outputs, Join)];
    }

    /// <summary>Goes on with the backward pass, after one from the loss: from the gradients of what <see cref="Forward"/> gave to those of the leaves.</summary>
    public void Backward()
    {
        if (_joined.Length == 0)
        {
            _layers?.Backward();
            _layers = null;
            return;
        }
        Tensor?[] gradients = [.. _joined.Select(tensor => tensor.grad)];
        OnBoth(i =>
        {
            using DisposeScope scope = NewDisposeScope();
            Half half = _halves[i];
            int[] reached = [.. Enumerable.Range(0, gradients.Length).Where(k => gradients[k] is not null)];
            autograd.backward(
                [.. reached.Select(k => half.Outputs[k])],
                [.. reached.Select(k => gradients[k]!.narrow(0, i == 0 ? 0 : _halves[0].Outputs[k].shape[0], half.Outputs[k].shape[0]))]);
        });
        Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        foreach (TorchThread thread in _threads) thread.Dispose();
    }

    private static Tensor Join(Tensor first, Tensor second) =>
        cat([first.detach(), second.detach()]).requires_grad_(first.requires_grad || second.requires_grad);

    private void OnBoth(Action<int> work)
    {
        Task[] tasks = [.. _threads.Select((thread, i) => thread.Run(() => work(i)))];
        Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    private void Release()
    {
        foreach (Half half in _halves)
        {
            foreach (Tensor output in half.Outputs) output.Dispose();
            half.Outputs = [];
        }
        _joined = [];
    }

    private sealed class Half
    {
        public Tensor[] Outputs { get; set; } = [];
    }
}
