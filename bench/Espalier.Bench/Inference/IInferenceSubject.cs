namespace Espalier.Bench.Inference;

/// <summary>Something that answers the same batch of questions.</summary>
internal interface IInferenceSubject : IDisposable
{
    string Name { get; }

    /// <summary>The logits of all answers.</summary>
    float[] Run();
}
