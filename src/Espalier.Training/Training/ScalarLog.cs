using TorchSharp;

namespace Espalier.Training.Training;

/// <summary>The course of training for TensorBoard, or nothing if nobody asked for it.</summary>
/// <param name="folder">Where event files go; null for none.</param>
internal sealed class ScalarLog(string? folder)
{
    private readonly TorchSharp.Modules.SummaryWriter? _writer = folder is null ? null : torch.utils.tensorboard.SummaryWriter(folder, createRunName: false);

    public void Add(string name, double value, long step) => _writer?.add_scalar(name, (float)value, (int)step);
}
