using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Training;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Pre-trains a small mPLUG from random weights and pictures by captioning, image-text matching (Li et al. 2022, section 3.3), answers to a corpus's questions,
/// and labels of patches (token labelling, Jiang et al. 2021), which teach a small vision encoder in minutes what a picture shows where. Like
/// <see cref="Pretrainer"/> it starts anew if it is interrupted, and its result is cached by whoever calls it.
/// </summary>
public static class WritingPretrainer
{
    /// <summary>Pre-trains and returns the model.</summary>
    /// <param name="shape">The model's shape.</param>
    /// <param name="corpus">Images with texts.</param>
    /// <param name="images">The folder of the images' pictures.</param>
    /// <param name="features">Whose boxes say where each label of the corpus lies.</param>
    /// <param name="tokenizer">Makes word pieces.</param>
    /// <param name="options">Settings; of the tasks, masked words do not count.</param>
    /// <param name="compute">float32, or bfloat16 with fp32 masters.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InputException">An image has no picture, no features, or not one label for each of its regions.</exception>
    /// <exception cref="TrainingException">The loss is not a finite number.</exception>
    public static Mplug Run(MplugConfig shape, PretrainingCorpus corpus, string images, IRegionFeatures features, WordPieceTokenizer tokenizer,
        PretrainingOptions options, ScalarType compute, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        PatchLabels? patches = options.Tasks.HasFlag(PretrainingTasks.RegionLabels) ? new(corpus, features, shape.Vision.Resolution / shape.Vision.PatchSize) : null;
        WrittenTexts texts = new(corpus, images, shape.Vision.Resolution, tokenizer, options);
        Mplug model = (Mplug)shape.WithoutDropout().Create(options.Seed);
        model.ComputeType = compute;
        MimeticStart.Apply(model);
        using (Tensor shares = texts.LogShares(shape.VocabularySize)) WritingStart.Apply(model, shares);
        using WritingHeads heads = new(shape, options.Seed + 1);
        using LabelWords labels = new(corpus, tokenizer);
        if (patches is not null && options.VisionEpochs > 0)
        {
            PretrainingOptions vision = options with
            {
                Epochs = options.VisionEpochs,
                BatchSize = options.BatchSize / options.TextsPerPicture,
                TextsPerPicture = 1,
                LearningRate = options.VisionLearningRate ?? options.LearningRate,
            };
            PretrainingLoop.Run(model, heads, corpus.Images.Count, vision, LabelLossOf, progress, cancellation);
        }
        PretrainingLoop.Run(model, heads, texts.Count, options, LossOf, progress, cancellation);
        return model;

        (Tensor, Action?) LabelLossOf(ReadOnlyMemory<int> images, long step, BatchHalves halves)
        {
            TensorBatch inputs = new() { TokenIds = zeros([images.Length, 1], ScalarType.Int64), Images = texts.Pictures(images.Span) };
            Tensor[] states = halves.Forward(inputs, options.Seed, step, part => [model.SeeForPretraining(part.Images)]);
            (Tensor loss, SeparateTable table) = LabelLoss(states[0], images.Span);
            return (loss, table.GiveBack);
        }

        (Tensor, Action?) LossOf(ReadOnlyMemory<int> rows, long step, BatchHalves halves)
        {
            WrittenBatch batch = texts.Make(rows.Span, options.Seed, step);
            Tensor[] states = halves.Forward(batch.Inputs, options.Seed, step, model.EncodeForPretraining);
            Tensor loss = -states[0].sum() / Math.Max(1, batch.Inputs.TokenIds.shape[0] - batch.JudgedRows.shape[0]);
            if (batch.JudgedRows.shape[0] > 0) loss += heads.Matching(states[1].index_select(0, batch.JudgedRows), batch.Matches);
            if (patches is null) return (loss, null);
            (Tensor labelLoss, SeparateTable table) = LabelLoss(states[2], batch.Images);
            return (loss + labelLoss, table.GiveBack);
        }

        (Tensor Loss, SeparateTable Table) LabelLoss(Tensor states, ReadOnlySpan<int> images)
        {
            LabelledPatches labelled = patches!.Of(images);
            SeparateTable table = new(model.Words);
            return (heads.Patches.Loss(states.index_select(0, labelled.At), table.Leaf, labels, labelled), table);
        }
    }
}
