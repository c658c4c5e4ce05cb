using System.CommandLine;
using Espalier.CommandLine;
using Espalier.Packing;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>`inspect`: what a packed file holds, and what it says of its model.</summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output)
    {
        var file = ModelOptions.File();
        var verify = new Option<bool>("--verify") { Description = "Compare the whole file with its checksums first." };
        var recipe = new Option<bool>("--recipe") { Description = "Print the recipe of the model's run, and nothing else." };
        var command = new Command("inspect", "Shows a packed file: format, lineage, accuracy, sizes, and the zeros of each modality and matrix.") { file, verify, recipe };
        command.SetAction((parsed, cancellation) =>
        {
            using PackedFile packed = PackedFile.Open(parsed.GetRequiredValue(file));
            if (parsed.GetValue(verify)) packed.Verify(cancellation);
            if (parsed.GetValue(recipe)) output.Write(packed.Description.Lineage.Recipe);
            else ShowAll(output, packed, parsed.GetValue(verify));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void ShowAll(TextWriter output, PackedFile packed, bool isVerified)
    {
        PackedInspection found = PackedInspection.Of(packed);
        foreach ((string what, string said) in InspectionFacts.Of(packed, found)) output.WriteLine($"{what,-11} {said}");
        if (isVerified) output.WriteLine($"{"checksums",-11} all as they were written");
        foreach (ReportTable table in InspectionTables.Of(packed.Description, found)) output.Write($"\n{table.ToText()}");
    }
}
