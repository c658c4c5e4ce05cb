using Espalier.Data;
using Espalier.Numerics;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Training;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Pre-trains a small mPLUG from random weights and pictures alone, without regions, by captioning, image-text matching (Li et al. 2022, section 3.3) and
/// answers to a corpus's questions. Like <see cref="Pretrainer"/> it starts anew if it is interrupted, and its result is cached by whoever calls it.
/// </summary>
public static class WritingPretrainer
{
    /// <summary>Pre-trains and returns the model.</summary>
    /// <param name="shape">The model's shape.</param>
    /// <param name="corpus">Images with texts.</param>
    /// <param name="images">The folder of the images' pictures.</param>
    /// <param name="tokenizer">Makes word pieces.</param>
    /// <param name="options">Settings; of the tasks only captions, matching and questions count.</param>
    /// <param name="compute">float32, or bfloat16 with fp32 masters.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InputException">An image has no picture.</exception>
    /// <exception cref="TrainingException">The loss is not a finite number.</exception>
    public static Mplug Run(MplugConfig shape, PretrainingCorpus corpus, string images, WordPieceTokenizer tokenizer, PretrainingOptions options,
        ScalarType compute, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        WrittenTexts texts = new(corpus, images, shape.Vision.Resolution, tokenizer, options);
        Mplug model = (Mplug)shape.WithoutDropout().Create(options.Seed);
        model.ComputeType = compute;
        using Linear matching = Head(shape, options.Seed + 1);
        PretrainingLoop.Run(model, matching, texts.Count, options, LossOf, progress, cancellation);
        return model;

        (Tensor, Action?) LossOf(ReadOnlyMemory<int> rows, long step, BatchHalves halves)
        {
            (TensorBatch inputs, Tensor judged, Tensor matches) = texts.Make(rows.Span, options.Seed, step);
            Tensor[] states = halves.Forward(inputs, options.Seed, step, model.EncodeForPretraining);
            Tensor loss = -states[0].sum() / Math.Max(1, rows.Length - judged.shape[0]);
            if (judged.shape[0] > 0) loss += nn.functional.cross_entropy(matching.forward(states[1].index_select(0, judged)), matches);
            return (loss, null);
        }
    }

    private static Linear Head(MplugConfig shape, ulong seed)
    {
        Linear head = nn.Linear(shape.HiddenSize, 2);
        SplitMix random = new(seed);
        using IDisposable frozen = no_grad();
        using Tensor values = tensor(Enumerable.Range(0, 2 * shape.HiddenSize).Select(_ => (float)(shape.InitializerRange * random.Gaussian())).ToArray(), [2, shape.HiddenSize]);
        head.weight!.copy_(values);
        head.bias!.zero_();
        return head;
    }
}
