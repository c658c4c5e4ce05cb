namespace Espalier.Training.Models;

/// <summary>Counts the floating-point operations of an mPLUG model.</summary>
internal static class MplugFlops
{
    // [CLS], a word and the first [SEP] are fed to the decoder to score an answer of one word with both its [SEP]s.
    private const long AnswerLength = 3;

    /// <summary>As <see cref="BackboneConfig.FlopsPerQuestion"/> says.</summary>
    public static long Of(MplugConfig config, IReadOnlyDictionary<string, long> kept, int tokens)
    {
        MplugVisionConfig vision = config.Vision;
        (long image, long text, long hidden) = (vision.StateCount, tokens, config.HiddenSize);
        long products = kept.Sum(matrix => matrix.Value * Times(matrix.Key, config, image, text));
        products += (image - 1) * 3 * vision.PatchSize * vision.PatchSize * vision.Width;
        products += vision.LayerCount * image * ((4L * vision.Width * vision.Width) + (2 * image * vision.Width));
        if (vision.Width != hidden) products += image * vision.Width * hidden;
        products += config.TextLayers * Attention(text, text);
        for (int i = 0; i < config.FusionLayers; i++)
            products += config.IsConnected(i) ? Attention(image + text, image + text) : Attention(text, text) + Attention(text, image);
        products += config.DecoderLayers * (Attention(AnswerLength, AnswerLength) + Attention(AnswerLength, image + text));
        products += AnswerLength * hidden * (hidden + config.VocabularySize);
        return 2 * products;

        // Scores and mixture.
        long Attention(long queries, long keys) => 2 * queries * keys * hidden;
    }

    // How often a prunable matrix is multiplied with a vector.
    private static long Times(string name, MplugConfig config, long image, long text)
    {
        bool cross = name.Contains(".crossattention.", StringComparison.Ordinal);
        bool ofContext = cross && (name.Contains(".key.", StringComparison.Ordinal) || name.Contains(".value.", StringComparison.Ordinal));
        string[] parts = name.Split('.');
        return parts[0] switch
        {
            "visual_encoder" => image,
            "text_encoder" => text,
            "text_decoder" => ofContext ? image + text : AnswerLength,
            _ when config.IsConnected(int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture) - (config.LayerCount - config.FusionLayers)) =>
                cross ? 0 : image + text,
            _ => ofContext ? image : text,
        };
    }
}
