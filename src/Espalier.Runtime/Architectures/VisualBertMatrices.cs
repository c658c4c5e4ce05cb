namespace Espalier.Architectures;

/// <summary>What is known of a VisualBERT model's weight matrices by their names (Si et al. 2023, section 3 and appendix).</summary>
public static class VisualBertMatrices
{
    /// <summary>The word table.</summary>
    public const string Words = "visual_bert.embeddings.word_embeddings.weight";

    private const string PoolerName = "visual_bert.pooler.dense.weight";

    /// <summary>
    /// The group of a matrix. Every layer reads question and regions together, so all are cross-modality; null for the embeddings that are never pruned,
    /// to which the reference counts the visual projection too.
    /// </summary>
    public static Modality? ModalityOf(string name) => name switch
    {
        Words => Modality.Language,
        PoolerName => Modality.Pooler,
        _ when name.StartsWith("visual_bert.encoder.layer.", StringComparison.Ordinal) => Modality.Cross,
        _ => null,
    };

    /// <summary>How often a prunable matrix is multiplied with a vector for one question. The word table is only looked up.</summary>
    public static long Products(string name, long positions) => name switch
    {
        Words => 0,
        PoolerName => 1,
        _ => positions,
    };
}
