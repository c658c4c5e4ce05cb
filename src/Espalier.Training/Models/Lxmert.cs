using Espalier.Checkpoints;
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
public sealed class Lxmert : VqaBackbone
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
        lxmert = new LxmertTrunk(config, new LayerSettings(config, Dropout, device));
        classifier = new AnswerHead(config, Dropout, device);
        RegisterComponents();
        Matrices = LxmertMatrices.Of(this);
    }

    /// <summary>The shape of the model.</summary>
    public LxmertConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <summary>
    /// Creates a model whose weights are all zero, to be loaded: for a large model this saves the drawing of random ones.
    /// </summary>
    /// <param name="config">Its shape.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    public static Lxmert Blank(LxmertConfig config, Device? device = null) => new(config, device);

    /// <summary>
    /// Creates a model from a pre-training checkpoint, such as unc-nlp/lxmert-base-uncased, with a new answer head if it has none.
    /// </summary>
    /// <param name="config">The checkpoint's shape, with the number of answers of your vocabulary.</param>
    /// <param name="source">The open checkpoint.</param>
    /// <param name="seed">Decides the new head: the same weights as those of a model freshly drawn with this seed.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    /// <exception cref="InputException">The checkpoint does not have the weights of such a model.</exception>
    public static Lxmert FromPretrained(LxmertConfig config, ITensorSource source, ulong seed, Device? device = null)
    {
        Lxmert model = new(config, device);
        HashSet<string> missing = [.. ModelWeights.Load(model, source, LoadOptions.Pretrained).Missing];
        WeightInitializer.Fill(model, config.InitializerRange, seed, missing.Contains);
        return model;
    }

    /// <inheritdoc/>
    public override Encoding Encode(TensorBatch batch) => Encode(batch, null);

    /// <inheritdoc/>
    public override Tensor Answer(Tensor pooled) => classifier.Forward(pooled);

    /// <summary>Writes the weights without the answer head, as a pre-training checkpoint that <see cref="LoadOptions.Pretrained"/> loads.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    public void SaveBackbone(string path) => SafetensorsWriter.Write(path, ModelWeights.Entries(lxmert, nameof(lxmert) + "."));

    internal ModelOutput Forward(TensorBatch batch, ActivationTrace trace)
    {
        Encoding encoding = Encode(batch, trace);
        return new ModelOutput(Answer(encoding.Pooled), encoding.Pooled, encoding.QuestionState);
    }

    /// <summary>Runs a batch up to the answer head, and gives the states that pre-training reads too.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="language">Whether all final language states are wanted, which costs the whole of the last layer.</param>
    internal WholeEncoding EncodeWhole(TensorBatch batch, bool language)
    {
        (Sequences words, Sequences regions) = Arrange(batch);
        EncoderStates states = lxmert.Encode(batch, words, regions, ComputeType, language, null);
        return new WholeEncoding(Pool(states), Final(states.Objects), language ? Final(states.Language) : null);
    }

    /// <summary>How the states of a batch lie in the compute precision, if no trace is wanted.</summary>
    internal (Sequences Words, Sequences Regions) Arrange(TensorBatch batch) => lxmert.Arrange(batch, ComputeType, padded: false);

    private Encoding Encode(TensorBatch batch, ActivationTrace? trace)
    {
        (Sequences words, Sequences regions) = lxmert.Arrange(batch, ComputeType, padded: trace is not null);
        EncoderStates states = lxmert.Encode(batch, words, regions, ComputeType, whole: trace is not null, trace);
        return new Encoding(Pool(states), states.Question.In(ScalarType.Float32));
    }

    private Tensor Pool(EncoderStates states) => lxmert.Pool(states.First).In(ScalarType.Float32);

    private static Tensor Final(Tensor states) => states.flatten(0, -2).In(ScalarType.Float32);
}
