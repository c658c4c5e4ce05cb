using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Espalier.Training.Training;

/// <summary>A SHA-256 over texts and numbers, each part with its length, so that none can pass for a piece of its neighbour.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add<byte>(bytes);
    }

    public void Add<T>(params ReadOnlySpan<T> numbers) where T : unmanaged
    {
        hash.AppendData(BitConverter.GetBytes(numbers.Length));
        hash.AppendData(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>In hexadecimal; begins anew.</summary>
    public string Take() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
