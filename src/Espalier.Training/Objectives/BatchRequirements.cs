using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>What an objective reads of a batch, present or an error that says what is missing.</summary>
internal static class BatchRequirements
{
    /// <summary>The tensor, which a batch for training must have.</summary>
    public static Tensor Required(this Tensor? tensor, [CallerArgumentExpression(nameof(tensor))] string name = "") =>
        tensor ?? throw new InvalidOperationException($"The objective needs {name}, which this batch does not have.");
}
