namespace Espalier.Architectures;

/// <summary>What is known of an mPLUG model's weight matrices by their names (Si et al. 2023, section 3 and its code).</summary>
public static class MplugMatrices
{
    /// <summary>The word table of the text encoder.</summary>
    public const string Words = "text_encoder.embeddings.word_embeddings.weight";

    /// <summary>
    /// The group of a matrix: the vision encoder's feed-forward layers, the text encoder's and decoder's layers, the fusion layers. Null for embeddings,
    /// patches, the attention of the vision encoder and its projection, which are never pruned.
    /// </summary>
    public static Modality? ModalityOf(string name) => name switch
    {
        _ when Begins(name, "visual_encoder.") => name.Contains(".mlp.", StringComparison.Ordinal) ? Modality.Vision : null,
        _ when Begins(name, "text_encoder.encoder.layer.") || Begins(name, "text_decoder.bert.encoder.layer.") => Modality.Language,
        _ when Begins(name, "fusion_encoder.encoder.layer.") => Modality.Cross,
        _ => null,
    };

    private static bool Begins(string name, string start) => name.StartsWith(start, StringComparison.Ordinal);
}
