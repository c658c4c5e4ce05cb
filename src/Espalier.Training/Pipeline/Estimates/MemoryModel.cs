using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Training;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>
/// The memory of a recipe's stages: what each keeps of a model, as <see cref="WeightTraining"/>, <see cref="Pruning.MaskTraining"/> and AdamW have it, and what its batches
/// need on their way (<see cref="Passage"/>). Nothing is measured.
/// </summary>
internal sealed class MemoryModel
{
    private const int Single = sizeof(float), Half = 2, Moments = 2 * Single;

    // Measured in the quickstart and its like, whose models are a few megabytes: .NET, libtorch, and heaps that keep what was freed.
    private const long ProcessBytes = 5L << 28;

    // As a question is read, with its ten answers, and once more as numbers: 430 bytes on the Orchard, whose texts are short.
    private const long QuestionBytes = 600;

    // Arrays as large as the masks are made now and then; the one before may not have been collected yet.
    private const int Uncollected = 2;

    // Batches that are given out, being filled, or ready; and the tensors of the one at work, of which packing makes a copy.
    private const int Buffers = 4, Tensors = 2;

    private readonly Recipe _recipe;
    private readonly BackboneConfig _config;
    private readonly Workload _work;
    private readonly ModelSizes _sizes;
    private readonly Passage _passage;
    private readonly int _compute;

    /// <summary>Counts what the model has.</summary>
    /// <param name="recipe">The recipe, on a device that is there.</param>
    /// <param name="config">The shape of its models.</param>
    /// <param name="work">What its data are like.</param>
    public MemoryModel(Recipe recipe, BackboneConfig config, Workload work)
    {
        (_recipe, _config, _work) = (recipe, config, work);
        ScalarType type = ModelFactory.ComputeType(recipe.Model);
        _compute = type == ScalarType.Float32 ? Single : Half;
        using VqaBackbone model = config.Blank(META);
        _sizes = ModelSizes.Of(model, recipe.Stage2?.PrunedWhole ?? Structure.None);
        bool packed = recipe.Model.Device == "cpu" && FusedAttention.Supports(CPU, type, config.HiddenSize / config.HeadCount);
        _passage = new Passage(config, new ShapeSource(model), work, _compute, packed);
    }

    private MemoryModel(MemoryModel other, Recipe recipe) =>
        (_recipe, _config, _work, _sizes, _passage, _compute) = (recipe, other._config, other._work, other._sizes, other._passage, other._compute);

    /// <summary>Numbers of the model.</summary>
    public ModelSizes Sizes => _sizes;

    /// <summary>The memory of the recipe with other settings, which leave the shape of the models as it is.</summary>
    public MemoryModel For(Recipe changed) =>
        changed.Model.Precision == _recipe.Model.Precision ? new MemoryModel(this, changed) : new MemoryModel(changed, _config, _work);

    /// <summary>Numbers that a stage trains.</summary>
    public long Trained(StageNode node) => node.OneShot ? 0 : node.Stage == 2 ? _sizes.Units + _sizes.Head : _sizes.Total;

    /// <summary>The highest peak of a whole run.</summary>
    public long Peak(RunPlan plan) => plan.Nodes.Select(node => Of(node).Total).Append(_recipe is { Pretrain: not null, Model.From: null } ? Pretraining().Total : 0).Max();

    /// <summary>The peak of pre-training, whose batches are made one by one.</summary>
    public MemoryEstimate Pretraining()
    {
        int batch = _recipe.Pretrain!.Batch;
        return Weights() with { Questions = 0, Batches = Tensors * batch * BatchBytes, Activations = (long)_passage.Training(batch, recompute: false) };
    }

    /// <summary>The peak of a stage.</summary>
    public MemoryEstimate Of(StageNode node)
    {
        if (node.OneShot) return Evaluation(node) with { Masks = Single * _sizes.Prunable };
        (MemoryEstimate learning, MemoryEstimate evaluating) = (Learning(node), Evaluating(node));
        return learning.Total >= evaluating.Total ? learning : evaluating;
    }

    /// <summary>The peak of a step.</summary>
    /// <param name="node">A stage that trains.</param>
    public MemoryEstimate Learning(StageNode node)
    {
        TrainerOptions options = StageSetup.Options(_recipe, node, "");
        int atOnce = Math.Min(options.BatchSize, options.MicroBatch ?? int.MaxValue);
        double activations = _passage.Training(atOnce, _recipe.Model.Recompute);
        if (StageSetup.Distillation(_recipe, node) > 0) activations += _passage.Evaluating(atOnce, 0);
        return State(node) with { Batches = (Buffers + Tensors) * options.BatchSize * BatchBytes, Activations = (long)activations };
    }

    /// <summary>The peak of an evaluation during a stage: the next batches wait meanwhile, but gradients come and go with each step.</summary>
    /// <param name="node">A stage that trains.</param>
    public MemoryEstimate Evaluating(StageNode node)
    {
        MemoryEstimate alone = Evaluation(node);
        return State(node) with
        {
            Gradients = 0,
            Batches = alone.Batches + (Buffers * StageSetup.Options(_recipe, node, "").BatchSize * BatchBytes),
            Activations = alone.Activations,
            IsEvaluating = true,
        };
    }

    /// <summary>The peak of a model's test.</summary>
    public MemoryEstimate Evaluation(StageNode node)
    {
        int batch = StageSetup.EvaluationBatch(_recipe, node);
        long answers = Math.Min((long)batch * Math.Min(_recipe.Model.Shortlist, _work.Sizes.Answers ?? int.MaxValue), AnswerRanking.MostSequences);
        return Nothing() with
        {
            // Masked weights stand beside the weights.
            Weights = (Single * _sizes.Total) + (node.Stage == 1 ? Copies(_sizes.Products) : _compute * _sizes.Products),
            Batches = (Buffers + Tensors) * batch * BatchBytes,
            Activations = (long)_passage.Evaluating(batch, answers),
            IsEvaluating = true,
        };
    }

    // As a batch's buffers hold a question: 8 bytes for a word piece, 4 for all else.
    private long BatchBytes => (12L * _work.MostWords) + (8L * _work.MostWritten * _work.MostPieces)
        + Single * ((_work.MostRegions * (_work.Sizes.Features + 5L)) + (2L * (_work.Sizes.Answers ?? 0)) + (_config.PictureSide is { } side ? 3L * side * side : 0));

    private long Copies(long products) => _compute == Single ? 0 : _compute * products;

    private MemoryEstimate Nothing() => new()
    {
        Process = ProcessBytes,
        Questions = QuestionBytes * ((_work.Train ?? 0) + (_work.Validation ?? 0) + (_work.Test ?? 0)),
        Weights = 0,
        Batches = 0,
        Activations = 0,
    };

    // A teacher has weights, and copies where they are not computed with.
    private MemoryEstimate State(StageNode node)
    {
        MemoryEstimate state = node.Stage == 2 ? Masks() : Weights() with { Masks = node.Stage == 3 ? Uncollected * Single * _sizes.Prunable : 0 };
        return StageSetup.Distillation(_recipe, node) == 0 ? state : state with { Weights = state.Weights + (Single * _sizes.Total) + Copies(_sizes.Products) };
    }

    // Stages 1 and 3. What is multiplied with has a copy, whose gradient is as precise as it.
    private MemoryEstimate Weights() => Nothing() with
    {
        Weights = (Single * _sizes.Total) + Copies(_sizes.Products),
        Gradients = (_compute * _sizes.Products) + (Single * (_sizes.Total - _sizes.Products)),
        Moments = Moments * _sizes.Total,
    };

    // Stage 2. Scores of single weights are ranked at each refresh; those of structures gather the gradients of their weights, in fp32.
    private MemoryEstimate Masks()
    {
        long masked = (_compute * _sizes.PrunableProducts) + (Single * _sizes.PrunableLookups);
        return Nothing() with
        {
            Weights = (Single * _sizes.Total) + Copies(_sizes.Products - _sizes.PrunableProducts),
            Gradients = masked + (Single * _sizes.Head),
            Moments = Moments * (_sizes.Units + _sizes.Head),
            Masks = (Single * _sizes.Units) + masked + (Uncollected * Single * _sizes.Prunable),
        };
    }
}
