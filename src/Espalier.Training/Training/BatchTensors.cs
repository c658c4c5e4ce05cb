using System.Runtime.InteropServices;
using Espalier.Data;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>Copies assembled batches into tensors.</summary>
public static class BatchTensors
{
    /// <summary>Makes the tensors of a batch, in the current dispose scope.</summary>
    /// <param name="batch">The assembled batch.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="maskPadding">Whether the model is told what is padding.</param>
    public static TensorBatch Of(VqaBatch batch, Device device, bool maskPadding)
    {
        int size = batch.Size;
        TensorBatch tensors = new()
        {
            TokenIds = Tensor(batch.TokenIds, ScalarType.Int64, size, batch.TokenLength),
            TokenMask = maskPadding ? Tensor(batch.TokenMask, ScalarType.Float32, size, batch.TokenLength) : null,
            RegionMask = maskPadding && batch.RegionMask.AsSpan(0, size * batch.Regions).Contains(0f)
                ? Tensor(batch.RegionMask, ScalarType.Float32, size, batch.Regions)
                : null,
            Targets = Tensor(batch.Targets, ScalarType.Float32, size, batch.Answers),
            Bias = Tensor(batch.Bias, ScalarType.Float32, size, batch.Answers),
            HardLabels = Tensor(batch.HardLabels, ScalarType.Int64, size),
        };
        tensors = batch.Side > 0
            ? tensors with { Images = Tensor(batch.Images, ScalarType.Float32, size, 3, batch.Side, batch.Side) }
            : tensors with
            {
                Features = Tensor(batch.Features, ScalarType.Float32, size, batch.Regions, batch.FeatureSize),
                Boxes = Tensor(batch.Boxes, ScalarType.Float32, size, batch.Regions, 4),
            };
        return batch.Generated == 0 ? tensors : tensors with
        {
            AnswerIds = Tensor(batch.AnswerIds, ScalarType.Int64, size, batch.Generated, batch.AnswerLength),
            AnswerWeights = Tensor(batch.AnswerWeights, ScalarType.Float32, size, batch.Generated),
            AnswerBias = Tensor(batch.AnswerBias, ScalarType.Float32, size, batch.Generated),
        };

        Tensor Tensor<T>(T[] values, ScalarType type, params long[] shape)
            where T : unmanaged
        {
            Tensor tensor = empty(shape, type);
            MemoryMarshal.AsBytes(values.AsSpan(0, (int)tensor.numel())).CopyTo(tensor.bytes);
            return device.type == DeviceType.CPU ? tensor : tensor.to(device);
        }
    }
}
