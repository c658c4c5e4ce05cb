using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Text;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A vision-language model with an answer head. Field names of its modules equal the checkpoint's names.</summary>
public abstract class VqaBackbone : nn.Module
{
    /// <summary>Creates the module under its type's name.</summary>
    /// <param name="name">The name that TorchSharp shows in messages.</param>
    protected VqaBackbone(string name) : base(name) => Recomputation = new Recomputation(Dropout);

    /// <summary>The shape of the model.</summary>
    public abstract BackboneConfig Config { get; }

    /// <summary>The masks of every dropout in the model. Start each training step with <see cref="DropoutSource.BeginStep"/>.</summary>
    public DropoutSource Dropout { get; } = new();

    /// <summary>Whether layers are computed twice, to save memory in training; off unless switched on.</summary>
    public Recomputation Recomputation { get; }

    /// <summary>
    /// Every weight matrix of a linear or embedding layer, prunable or not, in the order of the state dict. The answer head is apart:
    /// fp32 and never pruned.
    /// </summary>
    public abstract IReadOnlyList<WeightMatrix> Matrices { get; }

    /// <summary>The beginning of the names of the answer head's weights: "classifier.".</summary>
    public abstract string HeadPrefix { get; }

    /// <summary>What a pre-training checkpoint of this backbone lacks, has besides, or calls otherwise.</summary>
    public abstract LoadOptions Pretrained { get; }

    /// <summary>The table of the words that are read.</summary>
    internal abstract WeightMatrix Words { get; }

    /// <summary>
    /// The attentions in which a word can find what it names in the image: the queries' and the keys' weights of each, by their names in the state dict.
    /// </summary>
    internal abstract IEnumerable<(string Query, string Key)> Grounding { get; }

    /// <summary>The type of activations between layers: float32, or bfloat16 with fp32 masters.</summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Runs a batch.</summary>
    /// <param name="batch">The inputs; targets are not read.</param>
    public ModelOutput Forward(TensorBatch batch)
    {
        Encoding encoding = Encode(batch);
        return new ModelOutput(Answer(encoding.Pooled), encoding.Pooled, encoding.QuestionState);
    }

    /// <summary>Runs a batch up to the answer head. Several threads may do so at once, each with its own batch.</summary>
    /// <param name="batch">The inputs; targets are not read.</param>
    public abstract Encoding Encode(TensorBatch batch);

    /// <summary>As <see cref="Encode(TensorBatch)"/>; the whole of every layer is computed, and its states are recorded.</summary>
    internal abstract Encoding Encode(TensorBatch batch, ActivationTrace trace);

    /// <summary>Records the states of every layer before the answer is chosen or written.</summary>
    internal virtual void Trace(TensorBatch batch, ActivationTrace trace) => Encode(batch, trace);

    /// <summary>Answer logits [B, A] of pooled states [B, H].</summary>
    /// <param name="pooled">From <see cref="Encode(TensorBatch)"/>.</param>
    public abstract Tensor Answer(Tensor pooled);

    /// <summary>Tells a model that writes its answers which ones it is to choose from at test time; others have them in their head.</summary>
    /// <param name="answers">In the order of the logits.</param>
    /// <param name="tokenizer">Makes word pieces.</param>
    /// <param name="shortlist">Answers of each question that are scored to their end.</param>
    public virtual void SetAnswers(AnswerVocabulary answers, WordPieceTokenizer tokenizer, int shortlist)
    {
    }

    /// <summary>Writes the weights without the answer head, as a pre-training checkpoint that <see cref="Pretrained"/> fits.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    public virtual void SaveBackbone(string path) =>
        SafetensorsWriter.Write(path, ModelWeights.Entries(this).Where(entry => !entry.Info.Name.StartsWith(HeadPrefix, StringComparison.Ordinal)));

    /// <summary>Names and groups every maskable layer's matrix, in the order of the state dict. For constructors, once all is registered.</summary>
    private protected IReadOnlyList<WeightMatrix> NamedMatrices(Func<string, Modality?> modalityOf)
    {
        List<WeightMatrix> matrices = [];
        foreach ((string name, nn.Module module) in named_modules())
        {
            if (module is not IMaskable { Matrix: WeightMatrix matrix }) continue;
            matrix.Name = name + (module is VisionAttention ? ".in_proj_weight" : ".weight");
            matrix.Modality = modalityOf(matrix.Name);
            matrices.Add(matrix);
        }
        return matrices;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The effective weights are not registered with the module, which frees only what is.
        if (disposing)
        {
            foreach (WeightMatrix matrix in Matrices) matrix.Clear();
        }
        base.Dispose(disposing);
    }
}
