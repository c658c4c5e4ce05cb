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
}
