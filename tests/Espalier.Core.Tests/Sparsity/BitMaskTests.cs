using CsCheck;
using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class BitMaskTests
{
    private static readonly Gen<bool[]> Bits = Gen.Bool.Array[0, 300];

    [Fact]
    public void It_holds_what_was_put_in() => Bits.Sample(bits =>
    {
        BitMask mask = Of(bits);
        Assert.Equal(bits, Enumerable.Range(0, bits.Length).Select(i => mask[i]));
        Assert.Equal(bits.Count(bit => bit), mask.Ones);
        Assert.Equal(bits.Count(bit => !bit), mask.Zeros);
    });

    [Fact]
    public void Bytes_and_floats_make_the_round_trip() => Bits.Sample(bits =>
    {
        BitMask mask = Of(bits);
        float[] values = new float[bits.Length];
        mask.CopyTo(values);
        Assert.Equal(mask, BitMask.FromFloats(values));
        Assert.Equal(mask, BitMask.FromBytes(mask.ToBytes(), mask.Length));
    });

    [Fact]
    public void Both_and_either_are_counted() => Gen.Select(Gen.Bool, Gen.Bool).Array[0, 300].Sample(pairs =>
    {
        BitMask first = Of([.. pairs.Select(pair => pair.Item1)]), second = Of([.. pairs.Select(pair => pair.Item2)]);
        Assert.Equal(pairs.Count(pair => pair.Item1 && pair.Item2), BitMask.CountBoth(first, second));
        Assert.Equal(pairs.Count(pair => pair.Item1 || pair.Item2), BitMask.CountEither(first, second));
    });

    [Fact]
    public void A_bit_can_be_cleared()
    {
        BitMask mask = new(70) { [69] = true };
        Assert.Equal(1, mask.Ones);
        mask[69] = false;
        Assert.Equal(new BitMask(70), mask);
    }

    [Fact]
    public void The_first_bit_is_the_lowest_of_the_first_byte() => Assert.Equal([0b101, 0b1], Of([true, false, true, false, false, false, false, false, true]).ToBytes());

    [Fact]
    public void Wrong_bytes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BitMask.FromBytes([1, 2], 8));
        Assert.Throws<ArgumentException>(() => BitMask.FromBytes([0b1000], 3));
        Assert.Throws<ArgumentException>(() => BitMask.FromBytes([], int.MaxValue));
    }

    [Fact]
    public void Indexes_beyond_the_end_are_refused()
    {
        BitMask mask = new(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => mask[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => mask[-1] = true);
    }

    private static BitMask Of(bool[] bits)
    {
        BitMask mask = new(bits.Length);
        for (int i = 0; i < bits.Length; i++) mask[i] = bits[i];
        return mask;
    }
}
