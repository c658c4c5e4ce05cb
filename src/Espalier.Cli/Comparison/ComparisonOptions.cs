namespace Espalier.Cli.Comparison;

/// <summary>What is compared. Every number of threads is measured with every batch.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>lxmert, visualbert or mplug.</summary>
    public required string Backbone { get; init; }

    /// <summary>tiny or base.</summary>
    public required string Size { get; init; }

    /// <summary>The engines, at least one of them a yardstick.</summary>
    public required IReadOnlyList<ComparedEngine> Engines { get; init; }

    /// <summary>Fractions of zeros of uniform models.</summary>
    public required IReadOnlyList<double> Sparsities { get; init; }

    /// <summary>How zeros are shared; by modality, each is one model, whose sparsity follows from it.</summary>
    public required IReadOnlyList<ModalitySparsity> Allocations { get; init; }

    /// <summary>Questions that are answered together.</summary>
    public required IReadOnlyList<int> Batches { get; init; }

    /// <summary>Threads of each engine.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>How often each is measured.</summary>
    public required int Rounds { get; init; }
}
