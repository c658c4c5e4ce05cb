using Espalier.Data;
using Espalier.Features;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Pre-trains a small LXMERT from random weights, so that fine-tuning starts from a model that can see: debiasing has nothing to fall back on
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
    public static Lxmert Run(LxmertConfig shape, PretrainingCorpus corpus, IRegionFeatures features, WordPieceTokenizer tokenizer,
        PretrainingOptions options, ScalarType compute, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        PretrainingTexts texts = new(corpus, features, tokenizer, options.TextLength, options.Tasks);
        // Without dropout: minutes of training on an unlimited world leave a small model far from learning anything by heart.
        LxmertConfig plain = shape with { AnswerCount = texts.AnswerCount, HiddenDropout = 0, AttentionDropout = 0, HeadDropout = 0 };
        Lxmert model = new(plain, options.Seed) { ComputeType = compute };
        MimeticStart.Apply(model);
        using PretrainingHeads heads = new(shape, options.Seed + 1);
        using LabelWords labels = new(corpus, tokenizer);
        PretrainingBatches batches = new(texts, tokenizer, options.Tasks);
        WeightTraining weights = new(model);
        IEnumerable<TrainedTensor> own = heads.named_parameters().Select(p => new TrainedTensor { Name = $"heads.{p.name}", Value = p.parameter, Leaf = p.parameter });
        using AdamW optimizer = AdamW.Create([.. weights.Tensors, .. own], new AdamWOptions());
        optimizer.Publish();
        long steps = BatchOrder.StepsPerEpoch(texts.Count, options.BatchSize) * options.Epochs, step = 0;
        LearningRateSchedule schedule = new(Decay.Linear, (long)Math.Round(options.WarmupShare * steps), steps);
        foreach (ReadOnlyMemory<int> rows in BatchOrder.Shuffled(texts.Count, options.BatchSize, options.Seed, 0, steps))
        {
            cancellation.ThrowIfCancellationRequested();
            CollectionPause.Renew();
            using DisposeScope scope = NewDisposeScope();
            PretrainingBatch batch = batches.Make(rows.Span, options.Seed, step);
            model.train();
            model.Dropout.BeginStep(options.Seed, step);
            Tensor loss = Loss(model, heads, labels, batch, options.Tasks);
            double value = loss.ToSingle();
            if (!double.IsFinite(value)) throw new TrainingException($"The pre-training loss of step {step + 1} is {value}. A lower learning rate, a longer warm-up or fp32 may help.");
            loss.backward();
            double rate = options.LearningRate * schedule.Factor(step);
            optimizer.Update(rate, rate);
            step++;
            progress?.Report(new WorkProgress("pre-training", step * options.BatchSize, steps * options.BatchSize, "texts", value));
        }
        CollectionPause.End();
        return model;
    }

    private static Tensor Loss(Lxmert model, PretrainingHeads heads, LabelWords labels, PretrainingBatch batch, PretrainingTasks tasks)
    {
        WholeOutput whole = model.ForwardWhole(batch.Inputs, language: tasks.HasFlag(PretrainingTasks.MaskedWords));
        ModelOutput output = whole.Output;
        Tensor table = Table(model).In(ScalarType.Float32), loss = zeros(1).sum();
        if (batch.MaskedAt.shape[0] > 0)
            loss += heads.MaskedWords(whole.Language!.index_select(0, whole.Words.RowsOf(batch.MaskedAt)), table, batch.MaskedWords);
        if (tasks.HasFlag(PretrainingTasks.Matching) && batch.CaptionRows.shape[0] > 0)
            loss += heads.Matching(output.Pooled.index_select(0, batch.CaptionRows), batch.Matches);
        if (tasks.HasFlag(PretrainingTasks.RegionLabels))
        {
            (Tensor kinds, Tensor colours) = (whole.Regions.Arrange(batch.Kinds).flatten(), whole.Regions.Arrange(batch.Colours).flatten());
            loss += heads.RegionLabels(whole.Objects, table, labels, kinds, colours);
        }
        if (batch.QuestionRows.shape[0] > 0)
            loss += nn.functional.cross_entropy(output.Logits.index_select(0, batch.QuestionRows), batch.Answers);
        return loss;
    }

    private static Tensor Table(Lxmert model) => model.Matrices.Single(matrix => matrix.Name == "lxmert.embeddings.word_embeddings.weight").Current;
}
