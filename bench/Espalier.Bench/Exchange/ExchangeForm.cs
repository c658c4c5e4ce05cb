using Espalier.Checkpoints;
using Espalier.Testing;
using Espalier.Training.Models;

namespace Espalier.Bench.Exchange;

/// <summary>A form in which a checkpoint may come.</summary>
/// <param name="File">The kind of file.</param>
/// <param name="Names">What weights are called in it; before a colon the key under which they are.</param>
/// <param name="Write">Writes it into an empty folder, and says what is to be opened.</param>
internal sealed record ExchangeForm(string File, string Names, Func<ITensorSource, string, string> Write)
{
    private const string Zip = "zip", Legacy = "legacy";

    /// <summary>The forms of a backbone.</summary>
    public static IEnumerable<ExchangeForm> Of(BackboneConfig config) => CheckpointForms.WithZeros.Select(form => HuggingFace(form, config)).Concat(Released(config));

    private static ExchangeForm HuggingFace(string form, BackboneConfig config) => new(form, "Hugging Face", (source, folder) =>
    {
        CheckpointForms.Write(form, source, folder);
        config.Save(Path.Combine(folder, "config.json"));
        return folder;
    });

    private static IEnumerable<ExchangeForm> Released(BackboneConfig config) => config switch
    {
        LxmertConfig => [Bert(Zip, "bert."), Bert(Legacy, "bert."), Bert(Zip, "module.bert."), Bert(Legacy, "module.bert.")],
        VisualBertConfig => [Bert(Zip, "bert.bert."), Bert(Legacy, "bert.bert.")],
        _ => [Mplug(Zip, "model", ""), Mplug(Legacy, "model", ""), Mplug(Zip, "model", "module."), Mplug(Legacy, "module", ""), Mplug(Zip, null, "model.module.")],
    };

    private static ExchangeForm Bert(string file, string prefix) =>
        new(file, $"{prefix}*", (source, folder) => Torch(file, folder, source, ReleasedNames.Bert(source, prefix), under: null));

    private static ExchangeForm Mplug(string file, string? under, string prefix) => new(
        file, under is null ? $"{prefix}*" : $"{under}: {prefix}*", (source, folder) => Torch(file, folder, source, ReleasedNames.Mplug(source, prefix), under));

    private static string Torch(string form, string folder, ITensorSource source, Dictionary<string, string> names, string? under)
    {
        string path = Path.Combine(folder, "released.pth");
        using FileStream file = System.IO.File.Create(path);
        if (form == Zip) TorchFile.WriteZip(file, source, names, under);
        else TorchFile.WriteLegacy(file, source, names, under);
        return path;
    }
}
