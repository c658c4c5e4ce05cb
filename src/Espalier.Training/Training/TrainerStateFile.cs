using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// A state of training as one safetensors file, so that putting it in place is one rename: trained values, moments, thresholds, and progress
/// as JSON in the header. The last tensor is a SHA-256 of all the rest.
/// </summary>
internal static class TrainerStateFile
{
    private const string ProgressKey = "progress";
    private const string ThresholdsName = "thresholds";
    private const string ChecksumName = "sha256";

    /// <summary>Writes a state. The old file stays until the new one is whole.</summary>
    public static void Save(string path, AdamW optimizer, TrainerProgress progress)
    {
        string json = JsonSerializer.Serialize(progress);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(json));
        List<TensorEntry> entries = [.. Contents(optimizer, progress).Select(entry => new TensorEntry(entry.Name, TensorType.F32, entry.Tensor.shape, stream =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor host = entry.Tensor.detach().cpu();
            hash.AppendData(host.bytes);
            stream.Write(host.bytes);
        }))];
        byte[] thresholds = MemoryMarshal.AsBytes<float>(optimizer.Tensors.Select(tensor => tensor.Threshold).ToArray()).ToArray();
        entries.Add(new TensorEntry(ThresholdsName, TensorType.F32, [optimizer.Tensors.Count], stream =>
        {
            hash.AppendData(thresholds);
            stream.Write(thresholds);
        }));
        entries.Add(new TensorEntry(ChecksumName, TensorType.U8, [SHA256.HashSizeInBytes], stream => stream.Write(hash.GetHashAndReset())));
        SafetensorsWriter.Write(path, entries, [new(ProgressKey, json)]);
    }

    /// <summary>Checks a state as a whole, and then loads it.</summary>
    /// <exception cref="InputException">The file is damaged or belongs to another model, other settings or other frozen weights. Nothing was changed.</exception>
    public static TrainerProgress Load(string path, AdamW optimizer, TrainerProgress expected)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        CheckContents(file);
        TrainerProgress progress = ReadProgress(file);
        Require(file, "settings", progress.Fingerprint, expected.Fingerprint);
        Require(file, "hash of the frozen weights", progress.FrozenHash ?? "none", expected.FrozenHash ?? "none");
        List<(string Name, Tensor Tensor)> contents = [.. Contents(optimizer, progress)];
        foreach ((string name, Tensor tensor) in contents)
        {
            TensorInfo info = file.Find(name);
            if (info.Type != TensorType.F32 || !info.Shape.SequenceEqual(tensor.shape))
                throw new InputException(path, $"tensor \"{name}\"", info.ToString(), $"F32 [{string.Join(", ", tensor.shape)}]");
        }
        float[] thresholds = file.ReadFloats(ThresholdsName);
        Require(file, "number of thresholds", $"{thresholds.Length}", $"{optimizer.Tensors.Count}");

        foreach ((string name, Tensor tensor) in contents)
        {
            using IDisposable frozen = no_grad();
            using Tensor host = empty_like(tensor, device: CPU, requires_grad: false);
            file.Read(name, host.bytes);
            tensor.copy_(host);
        }
        for (int i = 0; i < thresholds.Length; i++) optimizer.Tensors[i].Threshold = thresholds[i];
        optimizer.Steps = progress.Step;
        optimizer.Publish();
        return progress;
    }

    /// <summary>Whether a state is that of a training that has come to its end. Only the header is read.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static bool IsFinished(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return ReadProgress(file).Finished;
    }

    // A finished state is kept for its values and progress; nobody needs its moments.
    private static IEnumerable<(string Name, Tensor Tensor)> Contents(AdamW optimizer, TrainerProgress progress)
    {
        for (int i = 0; i < optimizer.Tensors.Count; i++)
        {
            TrainedTensor tensor = optimizer.Tensors[i];
            yield return ($"value/{tensor.Name}", tensor.Value);
            if (progress.Finished) continue;
            yield return ($"first/{tensor.Name}", optimizer.FirstMoments[i]);
            yield return ($"second/{tensor.Name}", optimizer.SecondMoments[i]);
        }
    }

    private static void CheckContents(SafetensorsFile file)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(ProgressText(file)));
        foreach (string name in file.Tensors.Keys.Where(name => name != ChecksumName)) hash.AppendData(file.Bytes(name));
        if (!file.Bytes(ChecksumName).SequenceEqual(hash.GetHashAndReset()))
            throw new InputException(file.Path, "contents", "another checksum than was written", "the state as it was saved; delete the file to start this stage again");
    }

    private static string ProgressText(SafetensorsFile file) =>
        file.Metadata.GetValueOrDefault(ProgressKey) ?? throw new InputException(file.Path, "header", "no progress", "a state of training");

    private static TrainerProgress ReadProgress(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainerProgress>(ProgressText(file)) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InputException(file.Path, "progress", error.Message, "the progress of a training", error);
        }
    }

    private static void Require(SafetensorsFile file, string what, string found, string expected)
    {
        if (found != expected) throw new InputException(file.Path, what, found, $"{expected}. To start this stage again, choose another folder or delete this file");
    }
}
