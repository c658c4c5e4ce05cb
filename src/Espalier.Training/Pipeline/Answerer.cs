using Espalier.Data;
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

    /// <summary>Describes pictures as the model has learnt them.</summary>
    public PictureDescriber Pictures { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="modelId">"lpf+lmh" or "full bce"; null takes the last sparse model, or else the first.</param>
    /// <exception cref="InputException">The run has no such model, or has not finished it, or a file is damaged.</exception>
    public static Answerer Open(RunFolder run, string? modelId = null)
    {
        StageNode node = RunPlan.Of(run.Recipe).FindModel(modelId);
        TrainingFolder stage = run.FinishedStage(node);
        var inputs = ModelInterface.Load(run.At(ModelInterface.FolderName));
        if (inputs.Config.PictureSide is not null)
            throw new InputException(run.At("effective.yaml"), "model.backbone", $"'{run.Recipe.Model.Backbone}', which reads pictures without regions", "a run of a backbone that reads regions");
        VqaBackbone model = inputs.Config.Blank();
        try
        {
            model.ComputeType = ModelFactory.ComputeType(run.Recipe.Model with { Device = "cpu" });
            stage.LoadBest(model);
            model.eval();
            return new Answerer(node, inputs, run.Recipe.Data, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Answers a question about a picture.</summary>
    /// <param name="picture">From <see cref="Pictures"/>.</param>
    /// <param name="question">Cut at the run's question length.</param>
    /// <param name="top">How many answers, at least 1.</param>
    /// <returns>The likeliest answers, the likeliest first; the first of the vocabulary on ties.</returns>
    public IReadOnlyList<AnswerChance> Answer(PictureRegions picture, string question, int top = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        EncodingForm form = PreparedData.FormOf(options);
        int[] ids = new int[options.QuestionLength];
        int tokens = Math.Max(inputs.Tokenizer.Encode(question, ids, form), 1);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = new()
        {
            TokenIds = tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]),
            TokenMask = form == EncodingForm.Standard ? tensor([.. ids.Select((_, t) => t < tokens ? 1f : 0f)], [1, ids.Length]) : null,
            Features = tensor(picture.Features, [1, picture.Count, inputs.Regions.FeatureSize]),
            Boxes = tensor(picture.Boxes, [1, picture.Count, 4]),
        };
        float[] chances = model.Forward(batch).Logits.sigmoid().data<float>().ToArray();
        return [.. chances.Index().OrderByDescending(chance => chance.Item).Take(top).Select(chance => new AnswerChance(Answers[chance.Index], chance.Item))];
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
