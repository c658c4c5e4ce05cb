namespace Espalier.Training.Models;

/// <summary>Where one attention's arrays are. States are [all examples' states, H], in the type of the activations.</summary>
/// <typeparam name="T">The stored type of activations.</typeparam>
internal unsafe struct AttentionBuffers<T>
    where T : unmanaged
{
    /// <summary>Queries, keys and values.</summary>
    public T* Q, K, V;

    /// <summary>Dropout factors, laid out as <see cref="Probabilities"/>; or null.</summary>
    public float* Drop;

    /// <summary>The softmax, for each example [heads, queries, padded keys], zero in the padding: written by the forward, read by the backward.</summary>
    public float* Probabilities;

    /// <summary>The result, or in the backward its gradient.</summary>
    public T* Output;

    /// <summary>What the backward writes: gradients of <see cref="Q"/>, <see cref="K"/> and <see cref="V"/>.</summary>
    public T* DQ, DK, DV;
}
