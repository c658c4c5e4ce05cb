namespace Espalier.Graphs;

/// <summary>Element-wise functions.</summary>
public enum ActivationKind
{
    /// <summary>x Phi(x), in its exact form with erf (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>x sigmoid(1.702 x), as in CLIP (Radford et al. 2021).</summary>
    QuickGelu,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
