using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>VisualBERT without a task head, the part of a checkpoint under the name "visual_bert".</summary>
internal sealed class VisualBertTrunk : nn.Module
{
    private readonly VisualBertEmbeddings embeddings;
    private readonly VisualBertEncoder encoder;
    private readonly Pooler pooler;
    private readonly LayerSettings _settings;

    public VisualBertTrunk(VisualBertConfig config, LayerSettings settings) : base(nameof(VisualBertTrunk))
    {
        (embeddings, encoder, pooler) = (new VisualBertEmbeddings(config, settings), new VisualBertEncoder(config, settings), new Pooler(settings));
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>How the states of a batch lie: packed where our attention kernel can work, and nobody wants to see padding.</summary>
    public JoinedSequences Arrange(TensorBatch batch, ScalarType compute, bool padded)
    {
        (Sequences words, Sequences regions) = Sequences.Of(batch, packed: !padded && FusedAttention.Supports(batch.TokenIds.device, compute, _settings.HeadSize));
        return new JoinedSequences(words, regions, (batch.TokenIds.shape[1], batch.Features.shape[1]), batch.TokenMask, batch.RegionMask);
    }

    /// <summary>The pooled states [B, H], and the mean of each question's input states [B, H], through which no gradient flows.</summary>
    public (Tensor Pooled, Tensor Question) Encode(TensorBatch batch, ScalarType compute, ActivationTrace? trace)
    {
        JoinedSequences joint = Arrange(batch, compute, padded: trace is { Padded: true });
        Tensor states = Start(batch, joint, compute);
        Tensor question = joint.First.Mean(joint.FirstOf(states.detach()).In(ScalarType.Float32));
        if (trace is not null)
        {
            trace.Joint = joint.All;
            trace.JointStates.Add(states);
        }
        Tensor first = trace is null
            ? Shortened(states, joint)
            : joint.All.First(encoder.Forward(states, joint.All, .., trace));
        return (Pool(first), question);
    }

    /// <summary>The pooled states [B, H], the input states of all regions, and if wanted the final states of all words.</summary>
    public (Tensor Pooled, Tensor Regions, Tensor? Words) EncodeWhole(TensorBatch batch, ScalarType compute, bool words)
    {
        JoinedSequences joint = Arrange(batch, compute, padded: false);
        Tensor start = Start(batch, joint, compute), regions = joint.SecondOf(start);
        if (!words) return (Pool(Shortened(start, joint)), regions, null);
        Tensor end = encoder.Forward(start, joint.All, ..);
        return (Pool(joint.All.First(end)), regions, joint.FirstOf(end));
    }

    private Tensor Start(TensorBatch batch, JoinedSequences joint, ScalarType compute) => embeddings.Forward(batch, joint, compute).In(compute);

    private Tensor Shortened(Tensor states, JoinedSequences joint) => encoder.ForwardFirst(encoder.Forward(states, joint.All, ..^1), joint.All);

    private Tensor Pool(Tensor first) => pooler.Forward(first.flatten(0, -2)).In(ScalarType.Float32);
}
