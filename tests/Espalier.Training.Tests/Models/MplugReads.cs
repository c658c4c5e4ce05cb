using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>What each layer of mPLUG's decoder reads of image and question, by the names of the exported graphs.</summary>
internal static class MplugReads
{
    public static Dictionary<string, Tensor> Of(Mplug model, Tensor memory)
    {
        Dictionary<string, Tensor> weights = model.state_dict(), read = [];
        for (int i = 0; i < model.Config.DecoderLayers; i++)
        {
            foreach (string part in (string[])["key", "value"])
            {
                string at = $"text_decoder.bert.encoder.layer.{i}.crossattention.self.{part}";
                read[$"{part}s.{i}"] = nn.functional.linear(memory, weights[$"{at}.weight"], weights[$"{at}.bias"]);
            }
        }
        return read;
    }
}
