namespace Espalier.Graphs;

/// <summary>A step of inference. There are as few kinds as the three backbones need, each as large as an executor would want it.</summary>
/// <param name="Output">What it makes.</param>
public abstract record Operation(Value Output)
{
    /// <summary>The values that it reads.</summary>
    public abstract IReadOnlyList<Value> Operands { get; }

    /// <summary>The weights that it reads.</summary>
    public virtual IReadOnlyList<Weight> Weights => [];

    /// <summary>Rows of a table, by number.</summary>
    public sealed record Embedding(Value Output, GraphInput.Ids Ids, Weight Table) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => [Table];
    }

    /// <summary>Row i of each example plus row i of a table.</summary>
    public sealed record AddPositions(Value Output, Value X, Weight Table) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => [Table];
    }

    /// <summary>Every row plus the same one.</summary>
    public sealed record AddRow(Value Output, Value X, Weight Row) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => [Row];
    }

    /// <summary>The same row before those of each example.</summary>
    public sealed record PrependRow(Value Output, Value X, Weight Row) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => [Row];
    }

    /// <summary>A picture cut into squares, by rows; a square's numbers are its red, its green, then its blue pixels, each by rows.</summary>
    public sealed record Patches(Value Output, GraphInput.Pictures Pictures, int Side) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [];
    }

    /// <summary>x W^T + b.</summary>
    public sealed record Linear(Value Output, Value X, Weight Matrix, Weight? Bias) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => Bias is null ? [Matrix] : [Matrix, Bias];
    }

    /// <summary>Each row brought to mean 0 and variance 1, times a gain, plus a bias (Ba et al. 2016).</summary>
    public sealed record LayerNorm(Value Output, Value X, Weight Gain, Weight Bias, double Epsilon) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];

        /// <inheritdoc/>
        public override IReadOnlyList<Weight> Weights => [Gain, Bias];
    }

    /// <summary>A function of each number.</summary>
    public sealed record Activation(Value Output, Value X, ActivationKind Kind) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];
    }

    /// <summary>x + y.</summary>
    public sealed record Add(Value Output, Value X, Value Y) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X, Y];
    }

    /// <summary>x times a constant.</summary>
    public sealed record Scale(Value Output, Value X, float Factor) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];
    }

    /// <summary>
    /// softmax(Q K^T / sqrt(d)) V in each of several heads of width d, side by side (Vaswani et al. 2017); keys that are padding count for nothing, and
    /// where it is causal, those behind the query.
    /// </summary>
    public sealed record Attention(Value Output, Value Queries, Value Keys, Value Values, int Heads, bool Causal) : Operation(Output)
    {
        /// <summary>What is added to the scores of padding, as in BERT: e to this power is 0 beside any score.</summary>
        public const float Hidden = -10_000;

        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [Queries, Keys, Values];
    }

    /// <summary>The rows of two values, behind each other in each example.</summary>
    public sealed record Join(Value Output, Value Front, Value Back) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [Front, Back];
    }

    /// <summary>One of the two parts of joined rows.</summary>
    public sealed record Part(Value Output, Value X, bool Back) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];
    }

    /// <summary>The first row of each example.</summary>
    public sealed record First(Value Output, Value X) : Operation(Output)
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Value> Operands => [X];
    }
}
