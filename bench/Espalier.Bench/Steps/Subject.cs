using Espalier.Training.Models;
using Espalier.Training.Pruning;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>What is measured: an implementation, its precision, and the stage.</summary>
/// <param name="Implementation">"espalier" or "plain".</param>
/// <param name="Precision">"fp32" or "bf16"; the plain one has fp32 only.</param>
/// <param name="Stage">1 trains weights, 2 masks.</param>
internal sealed record Subject(string Implementation, string Precision, int Stage)
{
    /// <summary>Questions that go through the model at once; null for all of a batch.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>Whether layers are computed twice to save memory.</summary>
    public bool Recompute { get; init; }

    public const double LearningRate = 5e-4;
    public const double Sparsity = 0.7;
    private const ulong Seed = 49;

    public const string Espalier = "espalier", Plain = "plain", Single = "fp32", Half = "bf16";

    /// <summary>The first threshold of masks, which both implementations keep: no step measured refreshes it.</summary>
    public static float Threshold { get; } = new MaskTrainingOptions().Threshold;

    /// <summary>Makes it, as freshly drawn.</summary>
    public IStepSubject Create(LxmertConfig config)
    {
        if (Implementation == Plain) return new PlainSubject(config, Stage);
        Lxmert model = new(config, Seed) { ComputeType = Precision == Half ? ScalarType.BFloat16 : ScalarType.Float32 };
        model.Recomputation.Enabled = Recompute;
        return new EspalierSubject(model, Stage, MicroBatch);
    }
}
