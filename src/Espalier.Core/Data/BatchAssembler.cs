using Espalier.Features;
using Espalier.Numerics;

namespace Espalier.Data;

/// <summary>Gathers encoded questions and their images, as region features or as pictures, into batches. Safe for several threads with a batch each.</summary>
/// <param name="questions">The encoded data set.</param>
/// <param name="priors">The answer priors it was encoded with.</param>
/// <param name="features">The features it was encoded with.</param>
/// <param name="pictures">Pictures by the same index, which are then read instead; null for none.</param>
/// <param name="answers">What a generative model learns to write; null for nothing.</param>
public sealed class BatchAssembler(
    EncodedQuestions questions, AnswerPriors priors, IRegionFeatures features, PictureReader? pictures = null, GenerationTargets? answers = null)
{
    private int Regions => pictures is null ? features.MaxRegions : 0;

    /// <summary>Allocates a batch of the right shape.</summary>
    /// <param name="capacity">The most questions of a batch.</param>
    public VqaBatch CreateBatch(int capacity) => new(
        capacity, questions.TokenLength, Regions, features.FeatureSize, priors.AnswerCount, pictures?.Side ?? 0, answers?.MostAnswers ?? 0, answers?.AnswerLength ?? 0);

    /// <summary>Fills a batch; allocates nothing but what decoding of pictures takes.</summary>
    /// <param name="rows">Rows of the encoded questions, at most the batch's capacity.</param>
    /// <param name="batch">From <see cref="CreateBatch"/>, or of the same shape.</param>
    /// <param name="views">Decides random views of pictures, for training; null takes them whole.</param>
    /// <exception cref="InputException">A picture is missing or damaged.</exception>
    public void Fill(ReadOnlySpan<int> rows, VqaBatch batch, ulong? views = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Length, batch.Capacity);
        if ((batch.TokenLength, batch.Regions, batch.FeatureSize, batch.Answers)
            != (questions.TokenLength, Regions, features.FeatureSize, priors.AnswerCount)
            || (batch.Side, batch.Generated, batch.AnswerLength) != (pictures?.Side ?? 0, answers?.MostAnswers ?? 0, answers?.AnswerLength ?? 0))
            throw new ArgumentException("The batch has another shape than the questions, features and priors.", nameof(batch));
        batch.Size = rows.Length;
        for (int b = 0; b < rows.Length; b++)
        {
            FillQuestion(rows[b], b, batch);
            if (pictures is null) FillImage(questions.ImageIndex[rows[b]], b, batch);
            else FillPicture(pictures, rows[b], b, batch, views);
            FillAnswers(rows[b], b, batch);
            if (answers is not null) FillGenerated(answers, rows[b], b, batch);
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

    private void FillPicture(PictureReader reader, int row, int b, VqaBatch batch, ulong? views)
    {
        SplitMix? random = views is { } seed ? new SplitMix(SplitMix.Hash(seed, (ulong)row)) : null;
        reader.Read(questions.ImageIndex[row], batch.Images.AsSpan(b * reader.Length, reader.Length), random);
    }

    private static void FillGenerated(GenerationTargets targets, int row, int b, VqaBatch batch)
    {
        (int count, int ids) = (batch.Generated, batch.Generated * batch.AnswerLength);
        targets.Fill(row, batch.AnswerIds.AsSpan(b * ids, ids), batch.AnswerWeights.AsSpan(b * count, count), batch.AnswerBias.AsSpan(b * count, count));
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
