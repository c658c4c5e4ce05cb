namespace Espalier.Kernels.Lanes;

/// <summary>
/// The numbers that one vector register holds. Kernels are written once over this and are compiled for each width; offsets are in numbers, and
/// nothing is checked: whoever calls a kernel has checked the lengths.
/// </summary>
/// <typeparam name="TSelf">The width.</typeparam>
internal interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>How many numbers.</summary>
    static abstract int Count { get; }

    /// <summary>How many such registers the processor has.</summary>
    static abstract int Registers { get; }

    /// <summary>Reads from memory.</summary>
    static abstract TSelf Load(ref float source, nuint offset);

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf All(float value);

    /// <summary>A number that stands in memory, everywhere: one instruction, which the compiler does not find where the number is read by another call.</summary>
    static abstract TSelf All(ref float source, nuint offset);

    /// <summary>Reads four numbers, which must lie in memory that does not move.</summary>
    /// <returns>They, over and over.</returns>
    static abstract TSelf LoadFour(ref float source);

    /// <summary>One of four numbers everywhere.</summary>
    /// <param name="four">What <see cref="LoadFour"/> gave.</param>
    /// <param name="place">Which of them, 0 to 3; a constant.</param>
    static abstract TSelf Spread(TSelf four, int place);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a b + c, where b stands in memory: one instruction, which the compiler does not find where b is read by another call.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, ref float b, nuint offset, TSelf c);

    /// <summary>The larger of each pair; the second if one of them is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of each pair; the second if one of them is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Without the sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The first, with the signs of the second; the first has none.</summary>
    static abstract TSelf WithSign(TSelf size, TSelf sign);

    /// <summary>0 where x is below the limit, else the value; that of what is not a number, too.</summary>
    static abstract TSelf ZeroWhereBelow(TSelf x, TSelf limit, TSelf value);

    /// <summary>2^n for a whole n in -126..127 that stands in the lowest bits of the mantissa.</summary>
    static abstract TSelf PowerOfTwo(TSelf mantissa);

    /// <summary>The sum of each pair.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The difference of each pair.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The product of each pair.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The quotient of each pair.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Writes to memory.</summary>
    void Store(ref float destination, nuint offset);
}
