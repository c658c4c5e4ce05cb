using System.Globalization;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Training.Pruning;

/// <summary>Settings of <see cref="MaskTraining"/>. Defaults are those of Si et al. 2023.</summary>
public sealed record MaskTrainingOptions
{
    /// <summary>The start of the real-valued masks.</summary>
    public MaskInitialization Initialization { get; init; } = MaskInitialization.Magnitude;

    /// <summary>The first threshold, phi_0.</summary>
    public float Threshold { get; init; } = 0.01f;

    /// <summary>Half the width below 0 of <see cref="MaskInitialization.Random"/>.</summary>
    public float RandomRange { get; init; } = 0.02f;

    /// <summary>Steps between two refreshes of the thresholds, t_m; they are also refreshed before each evaluation.</summary>
    public int RefreshEvery { get; init; } = 100;

    /// <summary>What happens to equal scores.</summary>
    public TieRule Ties { get; init; } = TieRule.Exact;

    /// <summary>The overall sparsity over time; null keeps that of the allocation.</summary>
    public SparsitySchedule? Schedule { get; init; }

    /// <summary>What one score keeps or prunes as a whole.</summary>
    public Structure Structure { get; init; } = Structure.None;

    /// <summary>Decides random starts.</summary>
    public ulong Seed { get; init; }

    /// <summary>All of it as text, the same on every machine.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Initialization} from {Threshold}, range {RandomRange}, refreshed every {RefreshEvery}, ties {Ties}, " +
        $"schedule {Schedule?.ToString() ?? "none"}, seed {Seed}{(Structure == Structure.None ? "" : $", whole {Structure}")}");
}
