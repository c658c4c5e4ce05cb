namespace Espalier.Cli.Comparison;

/// <summary>A model in an engine, by some number of threads.</summary>
internal interface IOpenEngine : IDisposable
{
    /// <summary>The engine.</summary>
    ComparedEngine Engine { get; }

    /// <summary>The model.</summary>
    SparsityPoint Point { get; }

    /// <summary>Takes a batch, in place of the last one.</summary>
    /// <param name="questions">The batch.</param>
    /// <returns>What computes its logits [B, A], from numbers in memory to numbers in memory.</returns>
    Func<float[]> Prepare(RandomQuestions questions);
}
