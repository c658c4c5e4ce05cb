using Espalier.Checkpoints;
using Espalier.Metrics;
using Espalier.Sparsity;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Training.Pipeline.Exports;

/// <summary>A finished model of a run, open to be written for other programs. Weights are read from the disk as they are needed; no model is made.</summary>
public sealed class ExportedModel : IDisposable
{
    private ExportedModel(RunFolder run, StageNode node)
    {
        (Run, Node, Inputs) = (run, node, ModelInterface.Load(run.At(ModelInterface.FolderName)));
        Results = run.Finished ? RunSummary.Load(run.SummaryPath) : null;
        (Weights, Masks) = run.FinishedStage(node).OpenBest();
    }

    /// <summary>The run.</summary>
    public RunFolder Run { get; }

    /// <summary>The stage that made the model.</summary>
    public StageNode Node { get; }

    /// <summary>What it takes and gives.</summary>
    public ModelInterface Inputs { get; }

    /// <summary>Its weights, with zeros where it is pruned.</summary>
    public ITensorSource Weights { get; }

    /// <summary>Where it is pruned; null for a dense model.</summary>
    public MaskSet? Masks { get; }

    /// <summary>What the run found out; null where it has not finished.</summary>
    public RunSummary? Results { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="modelId">"lpf+lmh" or "full bce"; null takes the one of the best validation score.</param>
    /// <exception cref="InputException">The run has no such model, or has not finished it, or a file is damaged.</exception>
    public static ExportedModel Open(RunFolder run, string? modelId = null) => new(run, run.FindModel(modelId));

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}
