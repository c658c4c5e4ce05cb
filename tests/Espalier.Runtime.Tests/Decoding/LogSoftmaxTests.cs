using Espalier.Decoding;

namespace Espalier.Tests.Decoding;

public sealed class LogSoftmaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    public void The_offset_is_right_where_powers_alone_would_be_beyond_floats(float shift)
    {
        float[] logits = [shift + 1, shift - 2, shift + 0.5f, float.NegativeInfinity];

        Assert.Equal(shift + Math.Log(Math.Exp(1) + Math.Exp(-2) + Math.Exp(0.5)), LogSoftmax.OffsetOf(logits), 1e-4);
    }
}
