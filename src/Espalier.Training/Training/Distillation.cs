using System.Globalization;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Training;

/// <summary>
/// Draws a model's hidden states to those of a teacher, for which it adds to the loss
/// <code>weight * mean over layers of the mean over real states of (1 - cos(student, teacher))</code>
/// where the layers are all before the answer is chosen or written, without the embeddings (an option of the published code of Si et al. 2023, which its own
/// recipes leave off and with which its VQA stages cannot run). Padding that the model is let attend counts as real.
/// </summary>
public sealed class Distillation : IDisposable
{
    private readonly VqaBackbone _teacher;
    private readonly double _weight;

    /// <summary>Prepares a teacher.</summary>
    /// <param name="teacher">A model of the student's shape, on its device; freed with this.</param>
    /// <param name="weight">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not a finite number above 0.</exception>
    public Distillation(VqaBackbone teacher, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        if (!double.IsFinite(weight)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight is a finite number.");
        (_teacher, _weight) = (teacher, weight);
        teacher.eval();
        string weights = WeightHash.Of([.. teacher.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
        Description = string.Create(CultureInfo.InvariantCulture, $"distillation {weight} from {weights}");
    }

    /// <summary>Weight and teacher, to refuse a saved state of others.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public void Dispose() => _teacher.Dispose();

    /// <summary>Runs both models up to the answer head.</summary>
    /// <returns>
    /// The student's encoding, and for each question and layer the sum of 1 - cos over its states, [B, layers], and their number, [B, layers], in fp32: so what
    /// several parts of a batch give can be put together.
    /// </returns>
    internal (Encoding Encoding, Tensor Distances, Tensor Counts) Encode(VqaBackbone student, TensorBatch batch)
    {
        ActivationTrace taught = new(padded: false), shown = new(padded: false);
        using (no_grad()) _teacher.Trace(batch, shown);
        Encoding encoding = student.Encode(batch, taught);
        (Tensor Sum, Tensor Count)[] layers = [.. taught.Layers().Zip(shown.Layers(), (own, other) => own.Sequences.Sum(Distance(own.States, other.States)))];
        return (encoding, cat([.. layers.Select(layer => layer.Sum)], 1), cat([.. layers.Select(layer => layer.Count)], 1));
    }

    /// <summary>What is added to the loss.</summary>
    /// <param name="distances">From <see cref="Encode"/>, of the whole batch.</param>
    /// <param name="counts">Likewise.</param>
    internal Tensor Loss(Tensor distances, Tensor counts) => _weight * (distances.sum([0]) / counts.sum([0])).mean();

    /// <summary>1 - cos of each pair of states, [..., 1], in fp32.</summary>
    internal static Tensor Distance(Tensor student, Tensor teacher) =>
        1 - nn.functional.cosine_similarity(student.In(ScalarType.Float32), teacher.In(ScalarType.Float32), -1).unsqueeze(-1);
}
