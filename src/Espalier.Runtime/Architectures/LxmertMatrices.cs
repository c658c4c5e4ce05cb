namespace Espalier.Architectures;

/// <summary>What is known of an LXMERT model's weight matrices by their names (Si et al. 2023, section 3 and appendix).</summary>
public static class LxmertMatrices
{
    /// <summary>The word table.</summary>
    public const string Words = "lxmert.embeddings.word_embeddings.weight";

    private const string PoolerName = "lxmert.pooler.dense.weight";

    /// <summary>The group of a matrix; null for position and token type embeddings, which are never pruned.</summary>
    public static Modality? ModalityOf(string name) => name switch
    {
        Words => Modality.Language,
        PoolerName => Modality.Pooler,
        _ when name.StartsWith("lxmert.encoder.layer.", StringComparison.Ordinal) => Modality.Language,
        _ when name.StartsWith("lxmert.encoder.visn_fc.", StringComparison.Ordinal) => Modality.Vision,
        _ when name.StartsWith("lxmert.encoder.r_layers.", StringComparison.Ordinal) => Modality.Vision,
        _ when name.StartsWith("lxmert.encoder.x_layers.", StringComparison.Ordinal) => Modality.Cross,
        _ => null,
    };

    /// <summary>How often a matrix is multiplied with a vector for one question. The word table is only looked up.</summary>
    public static long Products(string name, int tokens, int regions) => name switch
    {
        Words => 0,
        PoolerName => 1,
        _ when name.Contains(".visual_attention.", StringComparison.Ordinal) => tokens + regions,
        _ when name.Contains(".visn_", StringComparison.Ordinal) || name.Contains(".r_layers.", StringComparison.Ordinal) => regions,
        _ => tokens,
    };
}
