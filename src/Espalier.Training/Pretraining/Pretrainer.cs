using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Training;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Pre-trains a small backbone that reads regions from random weights by LXMERT's tasks (Tan and Bansal 2019, section 3.1), so that fine-tuning starts from a model that can see: debiasing has nothing to fall back on
/// otherwise. It takes minutes and starts anew if it is interrupted; its result is cached by whoever calls it.
/// </summary>
public static class Pretrainer
{
    /// <summary>Pre-trains and returns the model; its answer head is that of the corpus's questions.</summary>
    /// <param name="shape">The model's shape; the number of answers is set from the corpus.</param>
    /// <param name="corpus">Images with texts and labels.</param>
    /// <param name="features">Regions of the images.</param>
    /// <param name="tokenizer">Makes word pieces; must know [MASK].</param>
    /// <param name="options">Settings.</param>
    /// <param name="compute">float32, or bfloat16 with fp32 masters.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="TrainingException">The loss is not a finite number.</exception>
    public static RegionBackbone Run(RegionBackboneConfig shape, PretrainingCorpus corpus, IRegionFeatures features, WordPieceTokenizer tokenizer,
        PretrainingOptions options, ScalarType compute, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        PretrainingTexts texts = new(corpus, features, tokenizer, options.TextLength, options.Tasks);
        // Without dropout: minutes of training on an unlimited world leave a small model far from learning anything by heart.
        RegionBackboneConfig plain = shape.WithoutDropout() with { AnswerCount = texts.AnswerCount };
        RegionBackbone model = plain.Create(options.Seed);
        model.ComputeType = compute;
        MimeticStart.Apply(model);
        using PretrainingHeads heads = new(shape, options.Seed + 1);
        using LabelWords labels = new(corpus, tokenizer);
        PretrainingBatches batches = new(texts, tokenizer, options.Tasks);
        PretrainingLoop.Run(model, heads, texts.Count, options, LossOf, progress, cancellation);
        return model;

        (Tensor, Action?) LossOf(ReadOnlyMemory<int> rows, long step, BatchHalves halves)
        {
            PretrainingBatch batch = batches.Make(rows.Span, options.Seed, step);
            Tensor[] states = halves.Forward(batch.Inputs, options.Seed, step, Encode);
            SeparateTable table = new(model.Words);
            Tensor loss = Loss(model, new WholeEncoding(states[0], states[1], states.ElementAtOrDefault(2)), table.Leaf, heads, labels, batch, options.Tasks);
            return (loss, table.GiveBack);
        }

        Tensor[] Encode(TensorBatch part)
        {
            WholeEncoding encoding = model.EncodeWhole(part, language: options.Tasks.HasFlag(PretrainingTasks.MaskedWords));
            return encoding.Language is { } language ? [encoding.Pooled, encoding.Objects, language] : [encoding.Pooled, encoding.Objects];
        }
    }

    private static Tensor Loss(
        RegionBackbone model, WholeEncoding states, Tensor table, PretrainingHeads heads, LabelWords labels, PretrainingBatch batch, PretrainingTasks tasks)
    {
        (Sequences words, Sequences regions) = model.Arrange(batch.Inputs);
        Tensor loss = zeros(1).sum();
        if (batch.MaskedAt.shape[0] > 0)
            loss += heads.MaskedWords(states.Language!.index_select(0, words.RowsOf(batch.MaskedAt)), table, batch.MaskedWords);
        if (tasks.HasFlag(PretrainingTasks.Matching) && batch.CaptionRows.shape[0] > 0)
            loss += heads.Matching(states.Pooled.index_select(0, batch.CaptionRows), batch.Matches);
        if (tasks.HasFlag(PretrainingTasks.RegionLabels))
        {
            (Tensor kinds, Tensor colours) = (regions.Arrange(batch.Kinds).flatten(), regions.Arrange(batch.Colours).flatten());
            loss += heads.Regions.Loss(states.Objects, table, labels, kinds, colours);
        }
        if (batch.QuestionRows.shape[0] > 0)
            loss += nn.functional.cross_entropy(model.Answer(states.Pooled).index_select(0, batch.QuestionRows), batch.Answers);
        return loss;
    }
}
