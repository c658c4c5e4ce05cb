using System.Globalization;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Tables;
using Espalier.Text;

namespace Espalier.Run.Commands;

/// <summary>A packed file in a few lines.</summary>
internal static class InspectionFacts
{
    /// <summary>What is said, and what it is about.</summary>
    public static IEnumerable<(string What, string Said)> Of(PackedFile file, PackedInspection found)
    {
        PackedDescription said = file.Description;
        PackedLineage lineage = said.Lineage;
        yield return ("file", $"{file.Path}, {Show.Bytes(found.Bytes)} ({Show.Bytes(found.DenseBytes)} of weights in fp32 with their zeros)");
        yield return ("of it", $"{Show.Bytes(found.MatrixBytes)} matrices, {Show.Bytes(found.OtherBytes)} other tensors ({found.OtherTensors}), {Show.Bytes(found.HeaderBytes)} texts and names");
        yield return ("format", $"{file.Metadata["format"]}, version {file.Metadata["version"]}");
        yield return ("model", string.Create(CultureInfo.InvariantCulture, $"{lineage.Model} of the run {lineage.Run}: {lineage.Backbone}, seed {lineage.Seed}, {100 * lineage.Sparsity:0.0} % of the prunable weights are 0"));
        yield return ("stages", string.Join(", ", lineage.Stages.Select(stage => $"{stage.Stage} {stage.Objective}")));
        yield return ("questions", $"{said.Question.Length} word pieces at most, {(said.Question.Form == EncodingForm.Standard ? "with [CLS] and [SEP]" : "bare")}; {Show.Count(said.Tokenizer.VocabularySize)} are known");
        yield return ("pictures", $"{said.Regions.MaxRegions} regions at most, of {said.Regions.FeatureSize} numbers, {Origin(said.Regions)}");
        yield return ("answers", Show.Count(said.Answers.Count));
    }

    private static string Origin(RegionForm form) =>
        form.Onnx ?? (form.PixelVersion is not { } version ? "made elsewhere"
            : string.Create(CultureInfo.InvariantCulture, $"made from pixels, version {version}{(form.Grid is { } side ? $", of a grid of {side} x {side}" : "")}"));
}
