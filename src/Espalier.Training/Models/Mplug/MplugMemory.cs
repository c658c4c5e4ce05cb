using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>What the decoder reads: the fused states of each image and its question, behind each other.</summary>
/// <param name="States">The states, packed [M, H] or padded [B, P + T, H], in the compute precision.</param>
/// <param name="Keys">How they lie.</param>
/// <param name="Mask">If padded, 1 for a real state and 0 for padding, [B, P + T]; null where all are real.</param>
internal sealed record MplugMemory(Tensor States, Sequences Keys, Tensor? Mask)
{
    /// <summary>Questions B.</summary>
    public int Count => Keys.IsPacked ? Keys.Starts.Length - 1 : (int)States.shape[0];

    /// <summary>
    /// The context of several answers to each question. Packed, it is not repeated: all answers of a question are queries of the same example.
    /// </summary>
    /// <param name="counts">Answers of each question.</param>
    /// <param name="length">Word pieces of each answer, padding included.</param>
    public (Tensor Context, Sequences Queries, Sequences Keys) For(IReadOnlyList<int> counts, int length)
    {
        if (Keys.IsPacked) return (States, Sequences.OfLengths([.. counts.Select(count => count * length)]), Keys);
        if (counts.All(count => count == 1)) return (States, Sequences.Padded(null), Keys);
        Tensor rows = tensor(counts.SelectMany((count, b) => Enumerable.Repeat((long)b, count)).ToArray(), ScalarType.Int64, States.device);
        return (States.index_select(0, rows), Sequences.Padded(null), Sequences.Padded(Mask?.index_select(0, rows)));
    }
}
