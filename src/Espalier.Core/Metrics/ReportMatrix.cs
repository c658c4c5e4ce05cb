using System.Text.Json.Serialization;

namespace Espalier.Metrics;

/// <summary>One prunable matrix and its zeros.</summary>
/// <param name="Name">The checkpoint's name: "lxmert.encoder.layer.0.attention.self.query.weight".</param>
/// <param name="Modality">language, vision, cross or pooler.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Zeros">How many of its weights the mask removes.</param>
public sealed record ReportMatrix(string Name, string Modality, int Rows, int Columns, long Zeros)
{
    /// <summary>The fraction of zeros.</summary>
    [JsonIgnore]
    public double Sparsity => (double)Zeros / ((long)Rows * Columns);
}
