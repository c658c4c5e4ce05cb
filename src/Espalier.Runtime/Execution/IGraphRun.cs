namespace Espalier.Execution;

/// <summary>
/// Inputs and outputs of one run at a time. Whoever has rented it writes the inputs, calls <see cref="Run"/>, reads the outputs and disposes of it, which
/// gives it back; spans of it must not be used after that. It is for one thread.
/// </summary>
internal interface IGraphRun : IDisposable
{
    /// <summary>Word pieces to be set, [B, T].</summary>
    /// <param name="name">The input.</param>
    /// <exception cref="KeyNotFoundException">There is no such input.</exception>
    Span<int> Ids(string name);

    /// <summary>States [B, R, W] or pictures [B, 3, S, S] to be set.</summary>
    /// <param name="name">The input.</param>
    /// <exception cref="KeyNotFoundException">There is no such input.</exception>
    Span<float> Rows(string name);

    /// <summary>Which rows of a sequence are real, [B, rows]: all, where nothing else is set.</summary>
    /// <param name="name">The mask that an axis names.</param>
    /// <exception cref="KeyNotFoundException">There is no such mask.</exception>
    Span<bool> Real(string name);

    /// <summary>Computes the outputs from the inputs.</summary>
    /// <param name="cancel">Stops it within a layer's time; outputs are then those of no question.</param>
    /// <exception cref="ArgumentException">A word piece is not in the vocabulary.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    void Run(CancellationToken cancel = default);

    /// <summary>An output, [B, W] of one row, else [B, rows, W]; known after a run.</summary>
    /// <param name="name">The output.</param>
    /// <exception cref="KeyNotFoundException">There is no such output.</exception>
    Span<float> Output(string name);

    /// <summary>Whether a row of an output is real and not padding; known after a run.</summary>
    /// <param name="maskName">The name that the output gives to its mask.</param>
    /// <param name="example">The example.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="KeyNotFoundException">There is no such mask.</exception>
    bool OutputIsReal(string maskName, int example, int row);
}
