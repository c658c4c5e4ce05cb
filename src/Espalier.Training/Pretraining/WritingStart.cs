using Espalier.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// What an mPLUG model begins its pre-training with, beyond <see cref="MimeticStart"/>. Without it a small one learns in some seeds only, within minutes, to
/// find what a question is about in the picture.
/// </summary>
internal static class WritingStart
{
    // Chosen by the loss on the Orchard's corpus: with 2 questions of colour had a loss of 0.98 after 2,000 steps, as initialised 1.36; with 3 the decoder was slow.
    private const double Strength = 2;

    /// <summary>Changes the weights.</summary>
    /// <param name="model">Freshly initialised.</param>
    /// <param name="logShares">How often each word piece is written (<see cref="WrittenTexts.LogShares"/>) [V].</param>
    public static void Apply(Mplug model, Tensor logShares)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Parameter> all = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        SharpenReaders(model, all);
        WriteAsRead(all);
        // From nothing the head would learn these first, by steps so large that the decoder may for thousands of later ones not tell its first piece from the next.
        all[$"{model.HeadPrefix}predictions.bias"].copy_(logShares);
    }

    // Words look sharply at the patches that are like them, and read what they see as it is: the output starts as the values' transpose, so that W_o W_v is close to
    // a multiple of the identity. A word that has found its patch knows the patch's other label at once. The decoder's attention stays as it is:
    // made sharp it drowns the piece that was written last.
    private static void SharpenReaders(Mplug model, Dictionary<string, Parameter> all)
    {
        foreach (string reader in model.Readers)
        {
            foreach (string part in new[] { "query", "key", "value" }) all[$"{reader}.self.{part}.weight"].mul_(Strength);
            all[$"{reader}.output.dense.weight"].copy_(all[$"{reader}.self.value.weight"].t());
        }
    }

    // The decoder has the embeddings of the text encoder; in the published model both begin as BERT's.
    private static void WriteAsRead(Dictionary<string, Parameter> all)
    {
        const string Read = "text_encoder.embeddings.", Written = "text_decoder.bert.embeddings.";
        foreach ((string name, Parameter parameter) in all)
        {
            if (name.StartsWith(Written, StringComparison.Ordinal)) parameter.copy_(all[Read + name[Written.Length..]]);
        }
    }
}
