using Espalier.Features;

namespace Espalier.Data;

/// <summary>Gathers encoded questions and their images' features into batches. Safe for several threads with a batch each.</summary>
/// <param name="questions">The encoded data set.</param>
/// <param name="priors">The answer priors it was encoded with.</param>
/// <param name="features">The features it was encoded with.</param>
public sealed class BatchAssembler(EncodedQuestions questions, AnswerPriors priors, IRegionFeatures features)
{
    /// <summary>Allocates a batch of the right shape.</summary>
    /// <param name="capacity">The most questions of a batch.</param>
    public VqaBatch CreateBatch(int capacity) =>
        new(capacity, questions.TokenLength, features.MaxRegions, features.FeatureSize, priors.AnswerCount);

    /// <summary>Fills a batch; allocates nothing.</summary>
    /// <param name="rows">Rows of the encoded questions, at most the batch's capacity.</param>
    /// <param name="batch">From <see cref="CreateBatch"/>, or of the same shape.</param>
    public void Fill(ReadOnlySpan<int> rows, VqaBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Length, batch.Capacity);
        if ((batch.TokenLength, batch.Regions, batch.FeatureSize, batch.Answers)
            != (questions.TokenLength, features.MaxRegions, features.FeatureSize, priors.AnswerCount))
            throw new ArgumentException("The batch has another shape than the questions, features and priors.", nameof(batch));
        batch.Size = rows.Length;
        for (int b = 0; b < rows.Length; b++)
        {
            FillQuestion(rows[b], b, batch);
            FillImage(questions.ImageIndex[rows[b]], b, batch);
            FillAnswers(rows[b], b, batch);
        }
    }

    private void FillQuestion(int row, int b, VqaBatch batch)
    {
        int length = batch.TokenLength;
        ReadOnlySpan<int> ids = questions.TokenIds.AsSpan(row * length, length);
        Span<long> into = batch.TokenIds.AsSpan(b * length, length);
        for (int t = 0; t < length; t++) into[t] = ids[t];
        Mark(batch.TokenMask.AsSpan(b * length, length), questions.TokenCounts[row]);
    }

    private void FillImage(int image, int b, VqaBatch batch)
    {
        int regions = batch.Regions, size = regions * batch.FeatureSize;
        int found = features.Read(image, batch.Features.AsSpan(b * size, size), batch.Boxes.AsSpan(b * regions * 4, regions * 4));
        Mark(batch.RegionMask.AsSpan(b * regions, regions), Math.Max(found, 1));
    }

    private void FillAnswers(int row, int b, VqaBatch batch)
    {
        Span<float> targets = batch.Targets.AsSpan(b * batch.Answers, batch.Answers);
        targets.Clear();
        foreach (AnswerScore score in questions.Targets[row]) targets[score.Answer] = score.Score;
        priors.Row(questions.BiasRow[row]).CopyTo(batch.Bias.AsSpan(b * batch.Answers, batch.Answers));
        batch.HardLabels[b] = questions.HardLabels[row];
    }

    private static void Mark(Span<float> mask, int count)
    {
        mask[..count].Fill(1);
        mask[count..].Clear();
    }
}
