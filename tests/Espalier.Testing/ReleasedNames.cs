using Espalier.Checkpoints;

namespace Espalier.Testing;

/// <summary>
/// What weights are called in the original releases of the backbones, with tensors of pre-training beside them: by the name there, that in a checkpoint of ours.
/// </summary>
public static class ReleasedNames
{
    /// <summary>Of LXMERT or VisualBERT, whose releases have no answer head.</summary>
    /// <param name="source">The checkpoint of ours.</param>
    /// <param name="prefix">How names begin: "bert." or "module.bert." for LXMERT, "bert.bert." for VisualBERT.</param>
    public static Dictionary<string, string> Bert(ITensorSource source, string prefix)
    {
        bool visual = prefix == "bert.bert.";
        string trunk = visual ? "visual_bert." : "lxmert.";
        Dictionary<string, string> names = source.Tensors.Keys
            .Where(name => name.StartsWith(trunk, StringComparison.Ordinal) && !name.EndsWith("position_ids", StringComparison.Ordinal))
            .ToDictionary(name => prefix + (visual ? Visual(name[trunk.Length..]) : name[trunk.Length..]));
        // Heads of pre-training, of whatever shape.
        string any = Smallest(source);
        names.Add(prefix.Replace("bert.", "", StringComparison.Ordinal) + "cls.predictions.bias", any);
        if (visual) names.Add("bert.cls.seq_relationship.bias", any);
        return names;
    }

    /// <summary>Of mPLUG, with momentum copies and queues.</summary>
    /// <param name="source">The checkpoint of ours.</param>
    /// <param name="prefix">What nesting leaves before each name: nothing, "module." or "model.module.".</param>
    public static Dictionary<string, string> Mplug(ITensorSource source, string prefix)
    {
        Dictionary<string, string> names = source.Tensors.Keys.ToDictionary(name => prefix + name
            .Replace("fusion_encoder.", "fusion_encoder.fusion.", StringComparison.Ordinal)
            .Replace("text_encoder.", "text_encoder.bert.", StringComparison.Ordinal));
        string any = Smallest(source);
        names.Add(prefix + "text_encoder_m.bert.embeddings.LayerNorm.weight", any);
        names.Add(prefix + "queue_ptr", any);
        return names;
    }

    private static string Smallest(ITensorSource source) => source.Tensors.Values.MinBy(info => info.ByteLength)!.Name;

    private static string Visual(string name) => name
        .Replace("visual_token_type_embeddings", "token_type_embeddings_visual", StringComparison.Ordinal)
        .Replace("visual_position_embeddings", "position_embeddings_visual", StringComparison.Ordinal)
        .Replace("visual_projection", "projection", StringComparison.Ordinal);
}
