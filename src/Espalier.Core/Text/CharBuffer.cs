using System.Buffers;
using System.Text;

namespace Espalier.Text;

/// <summary>Characters being collected, first in a given span and then in a rented array, which <see cref="Dispose"/> gives back.</summary>
internal ref struct CharBuffer(Span<char> initial)
{
    private Span<char> chars = initial;
    private char[]? rented;
    private int length;

    /// <summary>What has been appended so far.</summary>
    public readonly ReadOnlySpan<char> Written => chars[..length];

    public void Append(char c)
    {
        if (length == chars.Length) Grow(1);
        chars[length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > chars.Length - length) Grow(text.Length);
        text.CopyTo(chars[length..]);
        length += text.Length;
    }

    public void Append(Rune rune)
    {
        if (chars.Length - length < 2) Grow(2);
        length += rune.EncodeToUtf16(chars[length..]);
    }

    public void Clear() => length = 0;

    public void Dispose()
    {
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        rented = null;
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * chars.Length, length + more));
        Written.CopyTo(larger);
        Dispose();
        chars = rented = larger;
    }
}
