using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>Identifies weights by name and bits.</summary>
public static class WeightHash
{
    /// <summary>SHA-256 over names and bytes, in hexadecimal.</summary>
    public static string Of(IEnumerable<(string Name, Tensor Weight)> weights)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor weight) in weights)
        {
            using DisposeScope scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(weight.detach().cpu().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
