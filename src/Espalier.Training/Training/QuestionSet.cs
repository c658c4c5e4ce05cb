using Espalier.Data;
using Espalier.Features;

namespace Espalier.Training.Training;

/// <summary>Questions to train or evaluate on, with what their batches are made of.</summary>
/// <param name="Questions">The encoded questions.</param>
/// <param name="Priors">The answer priors that they were encoded with.</param>
/// <param name="Features">The region features that they were encoded with.</param>
/// <param name="MaskPadding">False lets the model attend to padding, as the published code of Si et al. 2023 does.</param>
/// <param name="Pictures">Pictures, which the model reads instead of region features; null for none.</param>
/// <param name="Answers">What a generative model learns to write; null for nothing, and where it is evaluated.</param>
public sealed record QuestionSet(
    EncodedQuestions Questions, AnswerPriors Priors, IRegionFeatures Features, bool MaskPadding = true, PictureReader? Pictures = null, GenerationTargets? Answers = null)
{
    /// <summary>How many questions.</summary>
    public int Count => Questions.Count;

    /// <summary>Identifies questions, images and targets, to refuse a state that was made with others.</summary>
    internal string Fingerprint()
    {
        using ContentHash hash = new();
        hash.Add<long>(Questions.QuestionIds);
        hash.Add<int>(Questions.TokenIds);
        hash.Add<int>(Questions.ImageIndex);
        foreach (AnswerScore[] target in Questions.Targets) hash.Add<AnswerScore>(target);
        return hash.Take();
    }
}
