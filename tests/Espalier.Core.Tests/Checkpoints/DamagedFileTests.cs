using Espalier.Checkpoints;
using Espalier.Numerics;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

/// <summary>Good files with a few random bytes changed, or cut: they open or are refused, and nothing else happens.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("varieties.safetensors")]
    [InlineData("varieties.bin")]
    [InlineData("varieties_legacy.bin")]
    [InlineData("nested.bin")]
    public void Damage_is_refused_or_harmless(string name)
    {
        byte[] good = File.ReadAllBytes(Golden.PathOf("containers", name));
        SplitMix random = new(7);
        int refused = 0;
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = round % 4 == 0 ? good[..random.Below(good.Length)] : [.. good];
            for (int change = random.Below(4); change > 0 && bytes.Length > 0; change--) bytes[random.Below(bytes.Length)] = (byte)random.Below(256);
            refused += Opens(_folder.Write("a", bytes)) ? 0 : 1;
        }
        Assert.InRange(refused, 100, 499);
    }

    private static bool Opens(string path)
    {
        try
        {
            using ITensorSource file = CheckpointFile.Open(path);
            foreach (string name in file.Tensors.Keys) file.ReadBytes(name);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
