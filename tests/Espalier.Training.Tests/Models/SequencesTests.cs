using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class SequencesTests
{
    // Three examples of 3, 1 and 2 states.
    private static Tensor Mask => tensor(new float[] { 1, 1, 1, 1, 0, 0, 1, 0, 1 }, [3, 3]);

    [Fact]
    public void Packing_keeps_the_real_states_in_order()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequences packed = Sequences.Packed(3, 3, Mask);
        Assert.Equal([0, 3, 4, 6], packed.Starts);
        Assert.Equal([0L, 1, 2, 3, 6, 8], packed.Arrange(arange(9).view(3, 3)).data<long>().ToArray());
        Assert.Equal([0L, 1, 2, 3, 6, 8], packed.Positions().data<long>().ToArray());
    }

    [Fact]
    public void First_states_are_those_where_examples_start()
    {
        using DisposeScope scope = NewDisposeScope();
        Sequences packed = Sequences.Packed(3, 3, Mask);
        Assert.Equal([0L, 3, 6], packed.First(packed.Arrange(arange(9).view(3, 3))).data<long>().ToArray());
        Assert.Equal([0, 1, 2, 3], packed.OfFirst().Starts);
    }

    [Fact]
    public void Places_of_the_padded_batch_are_found_again()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor places = tensor(new long[] { 6, 1, 8 });
        Assert.Equal([4L, 1, 5], Sequences.Packed(3, 3, Mask).RowsOf(places).data<long>().ToArray());
        Assert.Equal([6L, 1, 8], Sequences.Packed(3, 3, null).RowsOf(places).data<long>().ToArray());
        Assert.Equal([6L, 1, 8], Sequences.Padded(Mask).RowsOf(places).data<long>().ToArray());
    }

    [Fact]
    public void An_example_must_begin_with_something_real()
    {
        using DisposeScope scope = NewDisposeScope();
        ArgumentException error = Assert.Throws<ArgumentException>(() => Sequences.Packed(2, 2, tensor(new float[] { 1, 1, 0, 1 }, [2, 2])));
        Assert.Contains("example 1", error.Message, StringComparison.Ordinal);
    }
}
