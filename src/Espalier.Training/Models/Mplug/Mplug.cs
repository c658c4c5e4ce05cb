using Espalier.Architectures;
using Espalier.Data;
using Espalier.Decoding;
using Espalier.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// mPLUG (Li et al. 2022) for VQA: a CLIP vision transformer, a text encoder, skip-connected fusion, and a decoder that writes the answer. The names of its
/// weights are those of the reference. Of the reference's modules, parts that never compute anything are not held: CLIP's text half and projection,
/// the fusion encoder's embeddings and the layers below its first.
/// </summary>
/// <remarks>
/// It has no fixed answer classes. For training, <see cref="Encode(TensorBatch)"/> gives the log-likelihood of each question's own answers
/// (<see cref="TensorBatch.AnswerIds"/>); else it ranks <see cref="Candidates"/>, and gives for each the logit of its probability as the decoder has it,
/// so that, as with other backbones, the prediction is the highest logit and its sigmoid the chance of the answer.
/// </remarks>
public sealed class Mplug : VqaBackbone
{
    private readonly MaskableLinear? visn_fc;
    private readonly LayerNorm? visn_layer_norm;
    /// <summary>How the names of the vision encoder's weights begin.</summary>
    internal const string VisionPrefix = "visual_encoder.";

    /// <summary>How the names of the language head's weights begin.</summary>
    internal const string ScorePrefix = "text_decoder.cls.";

    private readonly VisionEncoder visual_encoder;
    private readonly TextEncoder text_encoder;
    private readonly FusionEncoder fusion_encoder;
    private readonly AnswerDecoder text_decoder;

    internal Mplug(MplugConfig config, Device? device) : base(nameof(Mplug))
    {
        config.Validate();
        Config = config;
        LayerSettings settings = new(config, this, device ?? CPU);
        if (config.Vision.Width != config.HiddenSize)
        {
            visn_fc = new MaskableLinear(config.Vision.Width, config.HiddenSize, settings.Device);
            visn_layer_norm = settings.Norm();
        }
        visual_encoder = new VisionEncoder(config.Vision, this, settings.Device);
        (text_encoder, fusion_encoder) = (new TextEncoder(config, settings), new FusionEncoder(config, settings));
        text_decoder = new AnswerDecoder(config, settings);
        RegisterComponents();
        Matrices = NamedMatrices(MplugMatrices.ModalityOf);
    }

    /// <inheritdoc/>
    public override MplugConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <summary>The language head. Its product with the word table is tied, and so frozen where the table is.</summary>
    public override string HeadPrefix => ScorePrefix;

    /// <inheritdoc/>
    internal override WeightMatrix Words => Matrices.Single(matrix => matrix.Name == MplugMatrices.Words);

    /// <summary>
    /// The cross-attentions in use: those of fusion layers, from words to patches, and those of the decoder, whose first word is the question's first too.
    /// </summary>
    internal override IEnumerable<(string Query, string Key)> Grounding => Readers
        .Concat(Enumerable.Range(0, Config.DecoderLayers).Select(i => $"text_decoder.bert.encoder.layer.{i}.crossattention"))
        .Select(attention => ($"{attention}.self.query.weight", $"{attention}.self.key.weight"));

    /// <summary>The attentions from words to patches.</summary>
    internal IEnumerable<string> Readers => Enumerable.Range(0, Config.FusionLayers).Where(i => !Config.IsConnected(i))
        .Select(i => $"fusion_encoder.encoder.layer.{Config.LayerCount - Config.FusionLayers + i}.crossattention");

    /// <summary>The released file's names are cleaned up, what the model does not use is passed over, and positions are stretched to the resolution.</summary>
    public override LoadOptions Pretrained => new() { Adapt = source => new MplugCheckpoint(source, Config) };

    /// <summary>The answers that are ranked at test time; must be set before.</summary>
    public AnswerSequences? Candidates { get; set; }

    /// <summary>How answers are ranked.</summary>
    public RankingOptions Ranking { get; set; } = new();

    /// <inheritdoc/>
    public override Encoding Encode(TensorBatch batch) => Run(batch, null);

    /// <summary>As for other backbones; the states of the decoder, which are those of answers, are not recorded.</summary>
    internal override Encoding Encode(TensorBatch batch, ActivationTrace trace) => Run(batch, trace);

    /// <inheritdoc/>
    internal override void Trace(TensorBatch batch, ActivationTrace trace) => Read(batch, trace.Padded, trace);

    /// <summary>The decoder's verdict is final: what <see cref="Encode(TensorBatch)"/> gave.</summary>
    public override Tensor Answer(Tensor pooled) => pooled;

    /// <inheritdoc/>
    public override void SetAnswers(AnswerVocabulary answers, WordPieceTokenizer tokenizer, int shortlist) =>
        (Candidates, Ranking) = (AnswerSequences.Of(answers, tokenizer), Ranking with { Shortlist = shortlist });

    /// <summary>Writes all weights: what pre-training teaches the language head is not to be drawn anew.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    public override void SaveBackbone(string path) => ModelWeights.Save(this, path);

    /// <summary>Writes the likeliest answer to each question by beam search.</summary>
    /// <param name="batch">Images and questions.</param>
    /// <param name="options">How to search.</param>
    public IReadOnlyList<GeneratedAnswer> Generate(TensorBatch batch, BeamOptions options)
    {
        using IDisposable frozen = no_grad();
        MplugMemory memory = Read(batch).Memory;
        int questions = (int)batch.TokenIds.shape[0];
        return BeamSearch.Run(questions, options, (ids, length) =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor begun = tensor(ids, [ids.Length / length, length], device: memory.States.device);
            return NextLogits(begun, [.. Enumerable.Repeat(options.Beams, questions)], memory).cpu().data<float>().ToArray();
        });
    }

    /// <summary>
    /// The log-likelihoods [B, K] of the batch's answers, each question's first fused state [B, H], and the states of each picture, once, as
    /// the fusion gets them [I S, H], in fp32.
    /// </summary>
    internal Tensor[] EncodeForPretraining(TensorBatch batch)
    {
        MplugStates states = Read(batch);
        return [LikelihoodsOf(batch.AnswerIds!, states.Memory), states.FusedQuestion.In(ScalarType.Float32), states.Image.flatten(0, -2).In(ScalarType.Float32)];
    }

    /// <summary>Each image's states as the fusion gets them [B S, H], in fp32.</summary>
    internal Tensor SeeForPretraining(Tensor images) =>
        Project(visual_encoder.Forward(images, visual_encoder.Arrange(images.shape[0], ComputeType, padded: true), ComputeType, null)).flatten(0, -2).In(ScalarType.Float32);

    /// <summary>Runs everything before the decoder.</summary>
    /// <param name="batch">Images and questions.</param>
    /// <param name="padded">Whether states are wanted padded, even where packed ones are faster.</param>
    /// <param name="trace">If given, the states of every layer are recorded.</param>
    /// <exception cref="ArgumentException">States are to be recorded of pictures with several questions each.</exception>
    internal MplugStates Read(TensorBatch batch, bool padded = false, ActivationTrace? trace = null)
    {
        long count = batch.TokenIds.shape[0];
        if (trace is not null && batch.QuestionsPerPicture > 1) throw new ArgumentException("States are recorded for one question of each picture only.", nameof(batch));
        Sequences pictures = visual_encoder.Arrange(batch.Images.shape[0], ComputeType, padded), patches = visual_encoder.Arrange(count, ComputeType, padded);
        bool packed = patches.IsPacked && FusedAttention.Supports(batch.TokenIds.device, ComputeType, Config.HiddenSize / Config.HeadCount);
        if (!packed) pictures = patches = Sequences.Padded(null);
        Sequences words = packed ? Sequences.Packed(count, batch.TokenIds.shape[1], batch.TokenMask) : Sequences.Padded(batch.TokenMask);
        if (trace is not null) (trace.Words, trace.Regions) = (words, patches);
        JoinedSequences joined = new(patches, words, (Config.Vision.StateCount, batch.TokenIds.shape[1]), null, batch.TokenMask);
        Tensor vision = visual_encoder.Forward(batch.Images, pictures, ComputeType, trace);
        Tensor image = Project(vision);
        Tensor text = text_encoder.Forward(batch.TokenIds, words, ComputeType, trace);
        (Tensor fusedImage, Tensor fusedText) = fusion_encoder.Forward(ForEachQuestion(image, batch.QuestionsPerPicture), text, joined, trace);
        MplugMemory memory = new(joined.Join(fusedImage, fusedText), joined.All, joined.Mask);
        return new MplugStates(vision, image, text, fusedImage, fusedText, words.First(text).flatten(0, -2), words.First(fusedText).flatten(0, -2), memory);
    }

    /// <summary>Logits [N, T, V] of the word piece after each of every answer.</summary>
    /// <param name="ids">[N, T], those of one question together.</param>
    /// <param name="counts">Answers of each question, N in all.</param>
    /// <param name="memory">From <see cref="Read"/>.</param>
    internal Tensor DecoderLogits(Tensor ids, IReadOnlyList<int> counts, MplugMemory memory) => text_decoder.Logits(text_decoder.Forward(ids, counts, memory));

    /// <summary>Logits [N, V] of the word piece after the last of every unfinished answer.</summary>
    internal Tensor NextLogits(Tensor ids, IReadOnlyList<int> counts, MplugMemory memory) =>
        text_decoder.Logits(text_decoder.Forward(ids, counts, memory).select(1, ids.shape[1] - 1));

    /// <summary>Log-likelihood [N] of answers: the sum over their word pieces after the first.</summary>
    internal Tensor LogLikelihoods(Tensor ids, IReadOnlyList<int> counts, MplugMemory memory)
    {
        long length = ids.shape[1] - 1;
        Tensor states = text_decoder.Forward(ids.narrow(1, 0, length), counts, memory).flatten(0, 1);
        Tensor targets = ids.narrow(1, 1, length).flatten();
        // Padding, -100 in the reference, has no target: the product with the vocabulary, the greatest of all, is not made for it.
        Tensor real = targets.ne(0).nonzero().flatten();
        Tensor each = nn.functional.cross_entropy(text_decoder.Logits(states.index_select(0, real)), targets.index_select(0, real), reduction: nn.Reduction.None);
        return -zeros(targets.shape[0], each.dtype, each.device).index_add(0, real, each, 1).view(-1, length).sum(1);
    }

    private Encoding Run(TensorBatch batch, ActivationTrace? trace)
    {
        MplugStates states = Read(batch, trace is { Padded: true }, trace);
        Tensor question = states.Question.In(ScalarType.Float32);
        if (batch.AnswerIds is { } answers) return new Encoding(LikelihoodsOf(answers, states.Memory), question);
        AnswerSequences candidates = Candidates ?? throw new InvalidOperationException("The model has no answers to rank.");
        return new Encoding(AnswerRanking.Logits(this, states.Memory, candidates, Ranking), question);
    }

    // [B, K] of answers [B, K, T]; 0 where a question has fewer than K.
    private Tensor LikelihoodsOf(Tensor answers, MplugMemory memory)
    {
        Tensor present = answers.select(2, 0).ne(0);
        int[] counts = [.. present.sum(1).cpu().data<long>().ToArray().Select(count => (int)count)];
        Tensor rows = present.flatten().nonzero().flatten();
        Tensor likelihoods = LogLikelihoods(answers.flatten(0, 1).index_select(0, rows), counts, memory);
        return zeros(present.numel(), likelihoods.dtype, likelihoods.device).index_add(0, rows, likelihoods, 1).view(present.shape);
    }

    // States of pictures, packed [I S, H] or padded [I, S, H], each once for every question about its picture.
    private Tensor ForEachQuestion(Tensor image, long questions)
    {
        if (questions == 1) return image;
        Tensor each = image.view(-1, 1, Config.Vision.StateCount, Config.HiddenSize).expand(-1, questions, -1, -1);
        return image.dim() == 2 ? each.reshape(-1, Config.HiddenSize) : each.flatten(0, 1);
    }

    private Tensor Project(Tensor vision)
    {
        if (visn_fc is null || visn_layer_norm is null) return vision;
        return Dropout.Apply(visn_layer_norm.forward(visn_fc.Forward(vision)), Config.HiddenDropout, training);
    }
}
