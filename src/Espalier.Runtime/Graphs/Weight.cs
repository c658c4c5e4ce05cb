using System.Numerics.Tensors;
using Espalier.Checkpoints;

namespace Espalier.Graphs;

/// <summary>A matrix or vector that operations read, as it is found in a checkpoint.</summary>
/// <param name="Name">Unique for its contents: equal names are the same numbers.</param>
/// <param name="Rows">Rows of the matrix; 1 for a vector.</param>
/// <param name="Columns">Numbers of a row.</param>
public abstract record Weight(string Name, int Rows, int Columns)
{
    /// <summary>Reads the numbers, row-major.</summary>
    /// <param name="checkpoint">The checkpoint that the graph was built for.</param>
    /// <exception cref="InputException">It is not that checkpoint.</exception>
    public float[] Read(ITensorSource checkpoint)
    {
        float[] values = ReadFrom(checkpoint);
        long count = (long)Rows * Columns;
        return values.Length == count ? values : throw new InputException(checkpoint.Path, $"weight \"{Name}\"", $"{values.Length} numbers", $"{count}");
    }

    private protected abstract float[] ReadFrom(ITensorSource checkpoint);

    /// <summary>A tensor as it is stored; axes after the first are one.</summary>
    /// <param name="Name">The tensor.</param>
    /// <param name="Rows">Rows of the matrix; 1 for a vector.</param>
    /// <param name="Columns">Numbers of a row.</param>
    public sealed record Stored(string Name, int Rows, int Columns) : Weight(Name, Rows, Columns)
    {
        private protected override float[] ReadFrom(ITensorSource checkpoint) => checkpoint.ReadFloats(Name);
    }

    /// <summary>Some rows of a stored matrix, or some numbers of a stored vector.</summary>
    /// <param name="Tensor">The tensor.</param>
    /// <param name="Start">The first row or number.</param>
    /// <param name="Rows">Rows; 1 for a vector.</param>
    /// <param name="Columns">Numbers of a row.</param>
    public sealed record Slice(string Tensor, int Start, int Rows, int Columns) : Weight($"{Tensor}[{Start}..]", Rows, Columns)
    {
        private protected override float[] ReadFrom(ITensorSource checkpoint)
        {
            float[] all = checkpoint.ReadFloats(Tensor);
            int stride = checkpoint.Tensors[Tensor].Shape.Count == 1 ? 1 : Columns;
            (long first, long count) = ((long)Start * stride, (long)Rows * Columns);
            return first + count <= all.Length
                ? all[(int)first..(int)(first + count)]
                : throw new InputException(checkpoint.Path, $"weight \"{Name}\"", $"{all.Length} numbers", $"at least {first + count}");
        }
    }

    /// <summary>A matrix g V / ||V|| whose length and direction are stored apart (Salimans and Kingma 2016), with one norm over the whole matrix.</summary>
    /// <param name="At">The layer: its tensors are At.weight_v and At.weight_g.</param>
    /// <param name="Rows">Rows of the matrix.</param>
    /// <param name="Columns">Numbers of a row.</param>
    public sealed record Normalised(string At, int Rows, int Columns) : Weight($"{At}.weight", Rows, Columns)
    {
        /// <summary>The tensor of V.</summary>
        internal string Direction => $"{At}.weight_v";

        /// <summary>What V is multiplied with.</summary>
        /// <param name="checkpoint">Where g is.</param>
        /// <param name="squares">||V||^2.</param>
        /// <exception cref="InputException">g is no number.</exception>
        internal float Factor(ITensorSource checkpoint, double squares)
        {
            float[] length = checkpoint.ReadFloats($"{At}.weight_g");
            return length.Length == 1 ? (float)(length[0] / Math.Sqrt(squares)) : throw new InputException(checkpoint.Path, $"tensor \"{At}.weight_g\"", $"{length.Length} numbers", "1");
        }

        private protected override float[] ReadFrom(ITensorSource checkpoint)
        {
            float[] direction = checkpoint.ReadFloats(Direction);
            TensorPrimitives.Multiply(direction, Factor(checkpoint, SumOfSquares(direction)), direction);
            return direction;
        }

        /// <summary>In doubles, piece by piece.</summary>
        internal static double SumOfSquares(ReadOnlySpan<float> values)
        {
            Span<double> wide = stackalloc double[256];
            double sum = 0;
            for (ReadOnlySpan<float> some; values.Length > 0; values = values[some.Length..])
            {
                some = values[..Math.Min(wide.Length, values.Length)];
                TensorPrimitives.ConvertTruncating(some, wide);
                sum += TensorPrimitives.SumOfSquares<double>(wide[..some.Length]);
            }
            return sum;
        }
    }
}
