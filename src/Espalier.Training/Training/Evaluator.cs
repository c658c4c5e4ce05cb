using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// Answers questions with a model as it stands, by its plain logits (Si et al. 2023, code): the effective weights, masked or not, are used as they are.
/// </summary>
public static class Evaluator
{
    /// <summary>Answers all questions of a set.</summary>
    /// <param name="model">The model, left in evaluation mode.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="batchSize">Questions of a batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static Predictions Predict(VqaBackbone model, QuestionSet questions, int batchSize, CancellationToken cancellation = default)
    {
        int[] answers = new int[questions.Count];
        float[] probabilities = new float[questions.Count];
        ForEachBatch(model, questions, batchSize, (rows, logits) =>
        {
            (Tensor highest, Tensor index) = logits.max(1);
            ReadOnlySpan<long> best = index.cpu().data<long>().ToArray();
            ReadOnlySpan<float> chance = highest.sigmoid().cpu().data<float>().ToArray();
            for (int i = 0; i < rows.Length; i++) (answers[rows[i]], probabilities[rows[i]]) = ((int)best[i], chance[i]);
        }, cancellation);
        return new Predictions(questions.Questions, answers, probabilities);
    }

    /// <summary>Gives the logits of each batch in turn; memory does not grow with the number of questions.</summary>
    /// <param name="model">The model, left in evaluation mode.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="batchSize">Questions of a batch.</param>
    /// <param name="take">Receives the rows of a batch, and their logits [rows, A], valid during the call.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static void ForEachBatch(
        VqaBackbone model, QuestionSet questions, int batchSize, Action<int[], Tensor> take, CancellationToken cancellation = default)
    {
        Device device = model.Matrices[0].Weight.device;
        model.eval();
        using (IDisposable frozen = no_grad())
        using (BatchLoader loader = new(questions, batchSize, BatchOrder.InOrder(questions.Count, batchSize)))
        using (BatchHalves halves = new(model))
        using (CollectionPause pause = new())
        {
            int done = 0;
            while (loader.Next() is { } batch)
            {
                cancellation.ThrowIfCancellationRequested();
                pause.Renew();
                using DisposeScope scope = NewDisposeScope();
                Tensor logits = halves.Forward(BatchTensors.Of(batch, device, questions.MaskPadding), 0, 0, part => [model.Forward(part).Logits])[0];
                take([.. Enumerable.Range(done, batch.Size)], logits);
                done += batch.Size;
            }
        }
        MemoryReuse.ReturnFreeMemory();
    }
}
