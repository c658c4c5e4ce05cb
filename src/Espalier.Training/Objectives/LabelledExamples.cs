using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// Losses on one hard label per example. An example whose answers are all outside the vocabulary (label -1) has no loss and does not
/// count in the mean; the reference gives it a random label instead, a new one each time it is seen.
/// </summary>
internal sealed class LabelledExamples
{
    private readonly Tensor _labels;
    private readonly Tensor _known;

    /// <summary>Reads hard labels [B], -1 where there is none.</summary>
    public LabelledExamples(Tensor labels)
    {
        _known = labels.ge(0).to_type(ScalarType.Float32);
        _labels = labels.clamp_min(0).unsqueeze(1);
    }

    /// <summary>Examples that have a label.</summary>
    public double Count => _known.sum().ToSingle();

    /// <summary>The value of each example's label, [B] of [B, A]; answer 0's where there is no label.</summary>
    public Tensor Pick(Tensor perAnswer) => perAnswer.gather(1, _labels).squeeze(1);

    /// <summary>The mean over the examples that have a label of losses [B]; 0 if none has.</summary>
    public Tensor Mean(Tensor losses) => (losses * _known).sum() / _known.sum().clamp_min(1);

    /// <summary>Softmax cross-entropy of logits [B, A], a scalar.</summary>
    public Tensor CrossEntropy(Tensor logits) => Mean(-Pick(nn.functional.log_softmax(logits, 1)));
}
