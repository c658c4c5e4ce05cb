namespace Espalier.Metrics;

/// <summary>Which accuracy is meant: the official one (Antol et al. 2015), or that of the published scripts (Si et al. 2023, code).</summary>
public enum AccuracyForm
{
    /// <summary><see cref="VqaAccuracy.Official"/>: what the VQA challenges and papers report.</summary>
    Official,

    /// <summary><see cref="VqaAccuracy.Simple"/>: what the published scripts of Si et al. 2022 and 2023 compute.</summary>
    Simple,
}
