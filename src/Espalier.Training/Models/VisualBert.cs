using Espalier.Architectures;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// VisualBERT (Li et al. 2019) with the answer head of the reference: one BERT over word pieces and regions, pooled at the first word piece. The names
/// of its weights are those of the Hugging Face checkpoint "visual_bert.*"; the head is "cls.main.{0,3}". Boxes are not read. Only the word table, the
/// layers and the pooler are ever pruned (Si et al. 2023, section 3).
/// </summary>
/// <remarks>
/// Of the last layer only the first state reaches the logits, so nothing else of it is computed. The question alone has no state of its own: for
/// question-only branches it is the mean of its input states, a bag of words.
/// </remarks>
public sealed class VisualBert : RegionBackbone
{
    private readonly VisualBertTrunk visual_bert;
    private readonly AnswerHead cls;

    private VisualBert(VisualBertConfig config, Device? device) : base(nameof(VisualBert))
    {
        config.Validate();
        Config = config;
        device ??= CPU;
        visual_bert = new VisualBertTrunk(config, new LayerSettings(config, this, device));
        cls = new AnswerHead(config, Dropout, device);
        RegisterComponents();
        Matrices = NamedMatrices(VisualBertMatrices.ModalityOf);
    }

    /// <inheritdoc/>
    public override VisualBertConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <inheritdoc/>
    public override string HeadPrefix => "cls.";

    /// <summary>
    /// The heads of the pre-training tasks, whose names begin as those of the answer head, are passed over; the latter may be missing. The original release
    /// names the trunk "bert.bert." instead of "visual_bert.", and has other names for what embeds regions.
    /// </summary>
    public override LoadOptions Pretrained { get; } = new()
    {
        Ignored = ["cls.predictions.", "cls.seq_relationship.", "bert.cls."],
        MayBeMissing = ["cls.main."],
        Renamed =
        [
            ("bert.bert.embeddings.token_type_embeddings_visual.", "visual_bert.embeddings.visual_token_type_embeddings."),
            ("bert.bert.embeddings.position_embeddings_visual.", "visual_bert.embeddings.visual_position_embeddings."),
            ("bert.bert.embeddings.projection.", "visual_bert.embeddings.visual_projection."),
            ("bert.bert.", "visual_bert."),
        ],
    };

    /// <inheritdoc/>
    internal override WeightMatrix Words => Matrices.Single(matrix => matrix.Name == VisualBertMatrices.Words);

    /// <summary>
    /// The first layer's attention. In later ones too, states that look for their like would look at themselves first, and the first word, which is
    /// pooled, would be the last to learn what the others have found.
    /// </summary>
    internal override IEnumerable<(string Query, string Key)> Grounding =>
        [("visual_bert.encoder.layer.0.attention.self.query.weight", "visual_bert.encoder.layer.0.attention.self.key.weight")];

    /// <summary>Creates a model whose weights are all zero, to be loaded.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    public static VisualBert Blank(VisualBertConfig config, Device? device = null) => new(config, device);

    /// <inheritdoc/>
    public override Encoding Encode(TensorBatch batch) => Run(batch, null);

    /// <inheritdoc/>
    internal override Encoding Encode(TensorBatch batch, ActivationTrace trace) => Run(batch, trace);

    /// <inheritdoc/>
    public override Tensor Answer(Tensor pooled) => cls.Forward(Dropout.Apply(pooled, Config.HiddenDropout, training));

    /// <inheritdoc/>
    internal override WholeEncoding EncodeWhole(TensorBatch batch, bool language)
    {
        (Tensor pooled, Tensor regions, Tensor? words) = visual_bert.EncodeWhole(batch, ComputeType, language);
        return new WholeEncoding(pooled, Flat(regions), words is null ? null : Flat(words));
    }

    /// <inheritdoc/>
    internal override (Sequences Words, Sequences Regions) Arrange(TensorBatch batch)
    {
        JoinedSequences joint = visual_bert.Arrange(batch, ComputeType, padded: false);
        return (joint.First, joint.Second);
    }

    private Encoding Run(TensorBatch batch, ActivationTrace? trace)
    {
        (Tensor pooled, Tensor question) = visual_bert.Encode(batch, ComputeType, trace);
        return new Encoding(pooled, question);
    }
}
