using Espalier.Architectures;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// LXMERT (Tan and Bansal 2019) with the answer head of the reference: a language encoder, an object encoder and cross-modality layers,
/// pooled at the first word piece. The names of its weights are those of the Hugging Face checkpoint "lxmert.*"; the head is
/// "classifier.main.{0,3}". Position and token type embeddings and the head are never pruned (Si et al. 2023, section 3).
/// </summary>
/// <remarks>
/// Of the last cross layer only the first language state reaches the logits, so nothing else of that layer is computed. The weights of its
/// vision half (visn_self_att, visn_inter, visn_output) therefore get no gradient: null, not zero.
/// </remarks>
public sealed class Lxmert : RegionBackbone
{
    private readonly LxmertTrunk lxmert;
    private readonly AnswerHead classifier;

    /// <summary>Creates a model with freshly drawn weights.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="seed">Decides every weight, whatever the device; libtorch's own generators are not used.</param>
    /// <param name="device">Where it lives; the CPU by default. On the meta device it has shapes but no weights.</param>
    /// <exception cref="ArgumentException">The configuration does not fit together.</exception>
    public Lxmert(LxmertConfig config, ulong seed, Device? device = null) : this(config, device) =>
        WeightInitializer.Fill(this, config.InitializerRange, seed);

    private Lxmert(LxmertConfig config, Device? device) : base(nameof(Lxmert))
    {
        config.Validate();
        Config = config;
        device ??= CPU;
        lxmert = new LxmertTrunk(config, new LayerSettings(config, this, device));
        classifier = new AnswerHead(config, Dropout, device);
        RegisterComponents();
        Matrices = NamedMatrices(LxmertMatrices.ModalityOf);
    }

    /// <inheritdoc/>
    public override LxmertConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <inheritdoc/>
    public override string HeadPrefix => "classifier.";

    /// <summary>
    /// The heads of the pre-training tasks are passed over and the answer head may be missing. The original release names the trunk "bert." or
    /// "module.bert." instead of "lxmert.".
    /// </summary>
    public override LoadOptions Pretrained { get; } = new()
    {
        Ignored = ["cls.", "obj_predict_head.", "answer_head.", "module.cls.", "module.obj_predict_head.", "module.answer_head."],
        MayBeMissing = ["classifier."],
        Renamed = [("module.bert.", "lxmert."), ("bert.", "lxmert.")],
    };

    /// <inheritdoc/>
    internal override WeightMatrix Words => Matrices.Single(matrix => matrix.Name == LxmertMatrices.Words);

    /// <summary>The shared cross-attention of each cross layer.</summary>
    internal override IEnumerable<(string Query, string Key)> Grounding => Enumerable.Range(0, Config.CrossLayers)
        .Select(i => $"lxmert.encoder.x_layers.{i}.visual_attention.att.").Select(at => (at + "query.weight", at + "key.weight"));

    /// <summary>
    /// Creates a model whose weights are all zero, to be loaded: for a large model this saves the drawing of random ones.
    /// </summary>
    /// <param name="config">Its shape.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    public static Lxmert Blank(LxmertConfig config, Device? device = null) => new(config, device);

    /// <inheritdoc/>
    public override Encoding Encode(TensorBatch batch) => Run(batch, null);

    /// <inheritdoc/>
    internal override Encoding Encode(TensorBatch batch, ActivationTrace trace) => Run(batch, trace);

    /// <inheritdoc/>
    public override Tensor Answer(Tensor pooled) => classifier.Forward(pooled);

    /// <inheritdoc/>
    internal override WholeEncoding EncodeWhole(TensorBatch batch, bool language)
    {
        (Sequences words, Sequences regions) = Arrange(batch);
        EncoderStates states = lxmert.Encode(batch, words, regions, ComputeType, language, null);
        return new WholeEncoding(Pool(states), Flat(states.Objects), language ? Flat(states.Language) : null);
    }

    /// <inheritdoc/>
    internal override (Sequences Words, Sequences Regions) Arrange(TensorBatch batch) => lxmert.Arrange(batch, ComputeType, padded: false);

    private Encoding Run(TensorBatch batch, ActivationTrace? trace)
    {
        (Sequences words, Sequences regions) = lxmert.Arrange(batch, ComputeType, padded: trace is { Padded: true });
        if (trace is not null) (trace.Words, trace.Regions) = (words, regions);
        EncoderStates states = lxmert.Encode(batch, words, regions, ComputeType, whole: trace is not null, trace);
        return new Encoding(Pool(states), states.Question.In(ScalarType.Float32));
    }

    private Tensor Pool(EncoderStates states) => lxmert.Pool(states.First).In(ScalarType.Float32);
}
