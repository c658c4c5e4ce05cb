namespace Espalier.Training.Models;

/// <summary>Where one attention's arrays are. States are [B, length, H], in the type of the activations.</summary>
/// <typeparam name="T">The stored type of activations.</typeparam>
internal unsafe struct AttentionBuffers<T>
    where T : unmanaged
{
    /// <summary>Queries [B, T, H], keys and values [B, S, H].</summary>
    public T* Q, K, V;

    /// <summary>Added to scores, [B, S]; or null.</summary>
    public float* Mask;

    /// <summary>Dropout factors [B * heads, T, padded S]; or null.</summary>
    public float* Drop;

    /// <summary>The softmax [B * heads, T, padded S], zero in the padding: written by the forward, read by the backward.</summary>
    public float* Probabilities;

    /// <summary>[B, T, H]: the result, or in the backward its gradient.</summary>
    public T* Output;

    /// <summary>What the backward writes: gradients of <see cref="Q"/>, <see cref="K"/> and <see cref="V"/>.</summary>
    public T* DQ, DK, DV;
}
