using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline;

/// <summary>
/// A model of a run, ready to answer questions about any picture: its best checkpoint under its mask, on the CPU, with the run's own answers, word
/// pieces and features. It needs the run's folder alone. Not for several threads at once.
/// </summary>
public sealed class Answerer : IDisposable
{
    private readonly ModelInterface inputs;
    private readonly DataOptions options;
    private readonly VqaBackbone model;

    private Answerer(StageNode node, ModelInterface inputs, DataOptions options, VqaBackbone model) =>
        (Node, this.inputs, this.options, this.model, Pictures) = (node, inputs, options, model, new PictureDescriber(inputs.Regions));

    /// <summary>The stage that made the model.</summary>
    public StageNode Node { get; }

    /// <summary>The answers that it can give.</summary>
    public AnswerVocabulary Answers => inputs.Answers;

    /// <summary>The word pieces that it reads questions in.</summary>
    public WordPieceTokenizer Tokenizer => inputs.Tokenizer;

    /// <summary>Whether the model reads the pixels of pictures; otherwise it reads regions.</summary>
    public bool ReadsPixels => inputs.Config.PictureSide is not null;

    /// <summary>Describes pictures as a model that reads regions has learnt them.</summary>
    public PictureDescriber Pictures { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="modelId">"lpf+lmh" or "full bce"; null takes the one of the best validation score.</param>
    /// <exception cref="InputException">The run has no such model, or has not finished it, or a file is damaged.</exception>
    public static Answerer Open(RunFolder run, string? modelId = null)
    {
        StageNode node = run.FindModel(modelId);
        TrainingFolder stage = run.FinishedStage(node);
        var inputs = ModelInterface.Load(run.At(ModelInterface.FolderName));
        VqaBackbone model = inputs.Config.Blank();
        try
        {
            model.ComputeType = ModelFactory.ComputeType(run.Recipe.Model with { Device = "cpu" });
            stage.LoadBest(model);
            model.SetAnswers(inputs.Answers, inputs.Tokenizer, run.Recipe.Model.Shortlist);
            model.eval();
            return new Answerer(node, inputs, run.Recipe.Data, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Answers a question about a picture file, which a model of regions sees as <see cref="Pictures"/> finds them.</summary>
    /// <param name="picture">PNG or JPEG.</param>
    /// <param name="question">Cut at the run's question length.</param>
    /// <param name="top">How many answers, at least 1; a model that writes gives no more than its shortlist.</param>
    /// <returns>The likeliest answers, the likeliest first; the first of the vocabulary on ties.</returns>
    /// <exception cref="InputException">The picture is missing or damaged.</exception>
    public IReadOnlyList<AnswerChance> Answer(string picture, string question, int top = 5)
    {
        if (inputs.Config.PictureSide is not { } side) return Answer(Pictures.Describe(picture), question, top);
        PictureReader reader = new([picture], side);
        float[] pixels = new float[reader.Length];
        reader.Read(0, pixels);
        return Answer(question, top, batch => batch with { Images = tensor(pixels, [1, 3, side, side]) });
    }

    /// <summary>Answers a question about the regions of a picture.</summary>
    /// <param name="picture">From <see cref="Pictures"/>.</param>
    /// <param name="question">Cut at the run's question length.</param>
    /// <param name="top">How many answers, at least 1.</param>
    /// <returns>The likeliest answers, the likeliest first; the first of the vocabulary on ties.</returns>
    /// <exception cref="InvalidOperationException">The model reads pixels.</exception>
    public IReadOnlyList<AnswerChance> Answer(PictureRegions picture, string question, int top = 5) => ReadsPixels
        ? throw new InvalidOperationException("The model reads pixels; give it the picture's file.")
        : Answer(question, top, batch => batch with
        {
            Features = tensor(picture.Features, [1, picture.Count, inputs.Regions.FeatureSize]),
            Boxes = tensor(picture.Boxes, [1, picture.Count, 4]),
        });

    private List<AnswerChance> Answer(string question, int top, Func<TensorBatch, TensorBatch> see)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        EncodingForm form = PreparedData.FormOf(options);
        int[] ids = new int[options.QuestionLength];
        int tokens = Math.Max(inputs.Tokenizer.Encode(question, ids, form), 1);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = see(new TensorBatch
        {
            TokenIds = tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]),
            TokenMask = form == EncodingForm.Standard ? tensor([.. ids.Select((_, t) => t < tokens ? 1f : 0f)], [1, ids.Length]) : null,
        });
        float[] chances = model.Forward(batch).Logits.sigmoid().data<float>().ToArray();
        return [.. chances.Index().Where(chance => chance.Item > 0).OrderByDescending(chance => chance.Item).Take(top).Select(chance => new AnswerChance(Answers[chance.Index], chance.Item))];
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
