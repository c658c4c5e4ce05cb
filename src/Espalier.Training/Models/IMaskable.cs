namespace Espalier.Training.Models;

/// <summary>A layer with one weight matrix that can be replaced in the forward pass.</summary>
internal interface IMaskable
{
    /// <summary>The handle of the layer's weight.</summary>
    WeightMatrix Matrix { get; }
}
