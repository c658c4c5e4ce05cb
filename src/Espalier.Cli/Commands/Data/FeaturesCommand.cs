using System.CommandLine;
using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.Features;
using Spectre.Console;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data features`: files of region features, as they are published, or pictures and a model that describes them, as a store.</summary>
internal static class FeaturesCommand
{
    public static Command Create(Workplace workplace)
    {
        var input = new Argument<string[]>("files")
        {
            Description = "TSV files of bottom-up attention features (trainval_36 and the like, or LXMERT's obj36), plain, gzip or zip; HDF5 files; " +
                "a folder with a NumPy file an image; or, with --onnx, folders of pictures.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out") { Description = "The store to write: data/features.regions.", HelpName = "file", Required = true };
        var single = new Option<bool>("--fp32") { Description = "Keeps single precision; half is the default and half as large." };
        var ids = new Option<string[]>("--ids")
        {
            Description = "For each HDF5 file, which image is in which row: JSON or a pickle. Else ids are looked for in a file and beside it.",
            HelpName = "file",
            AllowMultipleArgumentsPerToken = true,
        };
        OnnxOptions onnx = new();
        var command = new Command("features", "Converts published region features, or pictures by a model, to a store from which training reads what it needs. Interrupted work goes on.")
        {
            input, output, single, ids,
        };
        onnx.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(onnx.Model) is not null && result.GetValue(ids) is { Length: > 0 }) result.AddError("--ids is for HDF5 files, and --onnx for pictures");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(workplace, parsed.GetRequiredValue(output),
            () => onnx.Open(parsed, parsed.GetRequiredValue(input)) ?? RegionFiles.Open(parsed.GetRequiredValue(input), parsed.GetValue(ids) ?? []),
            parsed.GetValue(single) ? RegionFeatureType.F32 : RegionFeatureType.F16, cancellation)));
        return command;
    }

    private static int Run(Workplace workplace, string output, Func<IRegionSource> open, RegionFeatureType type, CancellationToken cancellation)
    {
        if (Path.Exists(output)) throw new InputException(output, "file", "something there", "a new file, as nothing is overwritten");
        using (IRegionSource source = open())
            ProgressDisplay.Run(workplace.Screen, progress => RegionConverter.Convert(source, output, type, progress, cancellation));
        using RegionFeatureStore store = RegionFeatureStore.Open(output);
        workplace.Screen.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{store.ImageCount:N0} images, up to {store.MaxRegions} regions of {store.FeatureSize:N0} numbers: {output}"));
        if (store.Provenance is { } made) workplace.Screen.WriteLine($"made by {made}");
        return 0;
    }
}
