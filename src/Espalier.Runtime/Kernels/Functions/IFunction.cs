using Espalier.Kernels.Lanes;

namespace Espalier.Kernels.Functions;

/// <summary>A function of each number.</summary>
internal interface IFunction
{
    /// <summary>Computes it.</summary>
    static abstract TLane Of<TLane>(TLane x)
        where TLane : struct, ILane<TLane>;
}
