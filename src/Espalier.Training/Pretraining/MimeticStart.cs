using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Mimetic initialisation (Trockman and Kolter 2023) of the attentions from words to regions or patches: keys start as a copy of queries, so that W_q^T W_k is
/// positive and like attends to like. With region labels that are words (<see cref="RegionLabelHead"/>) a question's noun
/// looks at the regions of that kind from the first steps on; from independent weights a small model may not find this in minutes.
/// </summary>
internal static class MimeticStart
{
    public static void Apply(VqaBackbone model)
    {
        using IDisposable frozen = no_grad();
        Dictionary<string, Parameter> all = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string query, string key) in model.Grounding) all[key].copy_(all[query]);
    }

    /// <summary>
    /// Makes mPLUG's words look sharply at the patches that are like them, and read what they see as it is: queries, keys and values are larger, and the output
    /// starts as the values' transpose, so that W_o W_v is close to a multiple of the identity. A word that has found its patch then knows the patch's other label
    /// at once. The decoder's attention stays as it is: made sharp it drowns the word that was written last.
    /// </summary>
    public static void Strengthen(Mplug model)
    {
        const double Strength = 2;
        using IDisposable frozen = no_grad();
        Dictionary<string, Parameter> all = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (string reader in model.Readers)
        {
            foreach (string part in new[] { "query", "key", "value" }) all[$"{reader}.self.{part}.weight"].mul_(Strength);
            all[$"{reader}.output.dense.weight"].copy_(all[$"{reader}.self.value.weight"].t());
        }
    }
}
