using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Espalier.Bench.Loading;

/// <summary>Writes region features in the layout of bottom-up attention (Anderson et al. 2018): random numbers, drawn for a few images and repeated.</summary>
internal static class FeatureFile
{
    public const int Regions = 36, Numbers = 2048;
    private const int Drawn = 16, Width = 640, Height = 480;

    public static void Write(string path, int images)
    {
        Random random = new(1);
        byte[][] features = [.. Enumerable.Range(0, Drawn).Select(_ => Encode(random, Regions * Numbers, 1))];
        byte[] boxes = Encode(random, Regions * 4, Height);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        for (int i = 0; i < images; i++)
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i + 1}\t{Width}\t{Height}\t{Regions}\t")));
            file.Write(boxes);
            file.WriteByte((byte)'\t');
            file.Write(features[i % Drawn]);
            file.WriteByte((byte)'\n');
        }
    }

    private static byte[] Encode(Random random, int count, float most)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = random.NextSingle() * most;
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(count * sizeof(float))];
        Base64.EncodeToUtf8(MemoryMarshal.AsBytes(numbers.AsSpan()), text, out _, out int written);
        return text[..written];
    }
}
