using Espalier.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Ranks given answers by the decoder: a shortlist by the first word piece, then by the likelihood of the whole sequence.</summary>
internal static class AnswerRanking
{
    // Bounds memory, whatever the batch and the shortlist.
    internal const int MostSequences = 4_096;

    // The greatest probability that is told from 1 in fp32 logits.
    private const double Highest = -1e-6;

    /// <summary>The shortlist of each question, best first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="memory">Images and questions.</param>
    /// <param name="candidates">What is ranked.</param>
    /// <param name="options">How.</param>
    /// <returns>Numbers of candidates, int64 [B, K], and their log-scores [B, K].</returns>
    public static (Tensor Answers, Tensor Scores) Rank(Mplug model, MplugMemory memory, AnswerSequences candidates, RankingOptions options)
    {
        Device device = memory.States.device;
        Tensor ids = tensor(candidates.Ids, [candidates.Count, candidates.Length], device: device);
        int batch = memory.Count;
        int[] once = [.. Enumerable.Repeat(1, batch)];
        Tensor start = ids[0, 0].expand(batch, 1);
        Tensor first = nn.functional.log_softmax(model.NextLogits(start, once, memory), 1).index_select(1, ids.select(1, 1));
        (Tensor firstScores, Tensor answers) = first.topk(Math.Min(options.Shortlist, candidates.Count), 1);
        Tensor scores = Likelihoods(model, memory, ids, answers);
        if (options.FirstPieceTwice) scores += firstScores;
        (Tensor sorted, Tensor order) = scores.sort(1, descending: true);
        return (answers.gather(1, order), sorted);
    }

    /// <summary>For every candidate the logit of its probability, [B, A]; minus infinity off the shortlist.</summary>
    public static Tensor Logits(Mplug model, MplugMemory memory, AnswerSequences candidates, RankingOptions options)
    {
        (Tensor answers, Tensor scores) = Rank(model, memory, candidates, options);
        Tensor bounded = scores.clamp_max(Highest);
        Tensor logits = bounded - bounded.expm1().neg().log();
        return full(memory.Count, candidates.Count, float.NegativeInfinity, device: logits.device).scatter(1, answers, logits);
    }

    private static Tensor Likelihoods(Mplug model, MplugMemory memory, Tensor ids, Tensor answers)
    {
        List<Tensor> parts = [];
        int step = Math.Max(1, MostSequences / memory.Count);
        for (long start = 0; start < answers.shape[1]; start += step)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor some = answers.narrow(1, start, Math.Min(step, answers.shape[1] - start));
            int[] counts = [.. Enumerable.Repeat((int)some.shape[1], memory.Count)];
            parts.Add(model.LogLikelihoods(ids.index_select(0, some.flatten()), counts, memory).view(some.shape).MoveToOuterDisposeScope());
        }
        return cat(parts, 1);
    }
}
