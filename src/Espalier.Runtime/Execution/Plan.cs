using Espalier.Kernels;

namespace Espalier.Execution;

/// <summary>Where everything lies in memory, for one shape of inputs. Values that are never needed at the same time share memory.</summary>
internal sealed class Plan
{
    private readonly PanelLayout[] _layouts;
    private readonly int[] _lengths, _examples, _offsets, _maskOffsets;

    /// <summary>Plans.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="program">What is to be run.</param>
    /// <param name="kernels">How it lays columns out.</param>
    /// <param name="threads">How many run it.</param>
    /// <exception cref="ArgumentException">Sequences are longer than the model takes.</exception>
    /// <exception cref="OverflowException">An array cannot have so many numbers.</exception>
    public Plan(Shape shape, GraphProgram program, KernelSet kernels, int threads)
    {
        (Shape, Threads) = (shape, threads);
        _lengths = [.. program.Slots.Select(slot => shape.Length(slot.Axis))];
        _examples = [.. program.Slots.Select(slot => shape.Examples(slot.Axis))];
        _layouts = [.. _lengths.Zip(_examples, (length, examples) => kernels.Layout(checked(examples * length)))];
        int[] sizes = [.. program.Slots.Select((slot, i) => checked(slot.Width * _layouts[i].Padded))];
        (_offsets, NumberCount) = MemoryPlanner.Place(sizes, program.Lifetimes);
        _maskOffsets = new int[program.MaskedAxes.Count + 1];
        for (int i = 0; i < program.MaskedAxes.Count; i++) _maskOffsets[i + 1] = checked(_maskOffsets[i] + shape.Rows(program.MaskedAxes[i]));
        foreach (Step step in program.Steps) step.Check(this);
        ScratchCount = program.Steps.Max(step => step.Scratch(this, kernels));
        if (Math.Max(NumberCount, ScratchCount) > AlignedMemory.Most) throw new OverflowException($"An array cannot have {Math.Max(NumberCount, ScratchCount)} numbers.");
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>How many run it.</summary>
    public int Threads { get; }

    /// <summary>How many examples a value is of.</summary>
    public int Examples(Slot slot) => _examples[slot.Index];

    /// <summary>Numbers that all values take.</summary>
    public int NumberCount { get; }

    /// <summary>Numbers that each worker needs besides.</summary>
    public int ScratchCount { get; }

    /// <summary>Numbers that say which rows are real, of all masked axes.</summary>
    public int MaskCount => _maskOffsets[^1];

    /// <summary>How many columns of a value belong to each example.</summary>
    public int Length(Slot slot) => _lengths[slot.Index];

    /// <summary>How a value's columns lie.</summary>
    public PanelLayout Layout(Slot slot) => _layouts[slot.Index];

    /// <summary>Where a value begins.</summary>
    public int Offset(Slot slot) => _offsets[slot.Index];

    /// <summary>Where a masked axis begins in the numbers of masks, and how many numbers it has.</summary>
    public (int Start, int Count) Mask(int axis) => (_maskOffsets[axis], _maskOffsets[axis + 1] - _maskOffsets[axis]);
}
