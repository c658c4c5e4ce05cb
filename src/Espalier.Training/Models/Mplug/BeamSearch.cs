using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Beam search with the reference's rules: scores are likelihoods divided by a length penalty at every step; a question is finished once its best beam
/// is, or at the greatest length; a beam that ended is remembered and goes on beside the others.
/// </summary>
internal static class BeamSearch
{
    private const float Impossible = -1e20f;

    /// <summary>Finds the best answer to each question.</summary>
    public static GeneratedAnswer[] Run(Mplug model, MplugMemory memory, int questions, BeamOptions options)
    {
        int beams = options.Beams;
        int[] counts = [.. Enumerable.Repeat(beams, questions)];
        GeneratedAnswer?[] best = new GeneratedAnswer?[questions];
        bool[] finished = new bool[questions];
        Tensor sequences = full(questions * beams, 1, options.Start, ScalarType.Int64, memory.States.device).DetachFromDisposeScope();
        // All beams are the same at first, so only one counts.
        float[] likelihoods = [.. Enumerable.Range(0, questions * beams).Select(i => i % beams == 0 ? 0 : float.NegativeInfinity)];
        for (int step = 0; step < options.Longest && finished.Contains(false); step++)
        {
            using DisposeScope scope = NewDisposeScope();
            float penalty = (float)Math.Pow((5.0 + step + 1) / 6, options.LengthExponent);
            Tensor logs = nn.functional.log_softmax(model.NextLogits(sequences, counts, memory), 1);
            if (step < options.Shortest) logs.select(1, options.End).fill_(Impossible);
            long vocabulary = logs.shape[1];
            Tensor total = (logs + tensor(likelihoods, [likelihoods.Length, 1], device: logs.device)) / penalty;
            (Tensor scores, Tensor places) = total.view(questions, beams * vocabulary).topk(beams, 1);
            float[] score = scores.cpu().data<float>().ToArray();
            long[] place = places.cpu().data<long>().ToArray();
            long[] origin = [.. place.Select((at, i) => (i / beams * beams) + (at / vocabulary))], word = [.. place.Select(at => at % vocabulary)];
            Tensor longer = cat([sequences.index_select(0, tensor(origin, device: logs.device)), tensor(word, [word.Length, 1], device: logs.device)], 1);
            sequences.Dispose();
            sequences = longer.DetachFromDisposeScope();
            for (int i = 0; i < likelihoods.Length; i++) likelihoods[i] = score[i] * penalty;
            Collect(step + 1 == options.Longest, word, score);
        }
        sequences.Dispose();
        return [.. best.Select(answer => answer!)];

        void Collect(bool last, long[] word, float[] score)
        {
            for (int question = 0; question < questions; question++)
            {
                if (finished[question]) continue;
                int first = question * beams;
                finished[question] = last || word[first] == options.End;
                for (int beam = first; beam < first + beams; beam++)
                {
                    bool ended = finished[question] || word[beam] == options.End;
                    if (ended && !(best[question]?.Score >= score[beam])) best[question] = new GeneratedAnswer(sequences[beam].cpu().data<long>().ToArray(), score[beam]);
                }
            }
        }
    }
}
