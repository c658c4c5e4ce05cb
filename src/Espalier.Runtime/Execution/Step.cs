using Espalier.Kernels;

namespace Espalier.Execution;

/// <summary>A step of a program: it reads values and writes one, in parts that may run at the same time. It keeps no state of a run.</summary>
internal abstract class Step
{
    /// <summary>The values that it reads.</summary>
    public abstract IReadOnlyList<Slot> Reads { get; }

    /// <summary>The value that it writes; null if it writes an output of the graph.</summary>
    public abstract Slot? Writes { get; }

    /// <summary>In how many parts it is done.</summary>
    public abstract int Parts(Plan plan);

    /// <summary>Does a part.</summary>
    /// <param name="run">The values.</param>
    /// <param name="part">Which part.</param>
    /// <param name="scratch">Memory for this part alone, whatever is in it.</param>
    public abstract void Run(Workspace run, int part, Span<float> scratch);

    /// <summary>Refuses shapes that the model does not take.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public virtual void Check(Plan plan)
    {
    }

    /// <summary>How many numbers of scratch memory a part needs.</summary>
    public virtual int Scratch(Plan plan, KernelSet kernels) => 0;
}
