using Espalier.Training.Models;

namespace Espalier.Training.Pipeline.Results;

/// <summary>
/// Floating-point operations of one question through LXMERT, a multiply and an add counted as two: matrix products with the weights
/// that are kept, and attention products. Element-wise work (a few percent) is left out, as usual.
/// </summary>
public static class LxmertFlops
{
    /// <summary>Counts a (sub)network's operations, as if zeros cost nothing.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="kept">By name of a prunable matrix, the weights that the mask keeps.</param>
    /// <param name="tokens">Word pieces of the question, special ones included.</param>
    /// <param name="regions">Regions of the image.</param>
    public static long PerQuestion(LxmertConfig config, IReadOnlyDictionary<string, long> kept, int tokens, int regions)
    {
        long weights = kept.Sum(matrix => matrix.Value * Positions(matrix.Key, tokens, regions));
        long t = tokens, r = regions;
        // Scores and mixture, each H multiplications per pair of positions.
        long pairs = config.LanguageLayers * t * t + config.VisionLayers * r * r + config.CrossLayers * (2 * t * r + t * t + r * r);
        long head = 2L * config.HiddenSize * (config.HiddenSize + config.AnswerCount);
        return 2 * (weights + 2 * pairs * config.HiddenSize + head);
    }

    // How often a matrix is multiplied with a vector. The word table is only looked up.
    private static long Positions(string name, int tokens, int regions) => name switch
    {
        "lxmert.embeddings.word_embeddings.weight" => 0,
        "lxmert.pooler.dense.weight" => 1,
        _ when name.Contains(".visual_attention.", StringComparison.Ordinal) => tokens + regions,
        _ when name.Contains(".visn_", StringComparison.Ordinal) || name.Contains(".r_layers.", StringComparison.Ordinal) => regions,
        _ => tokens,
    };
}
