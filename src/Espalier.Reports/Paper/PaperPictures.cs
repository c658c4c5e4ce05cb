using Espalier.Paper;
using Espalier.Reports.Pictures;
using static Espalier.Paper.PaperModels;

namespace Espalier.Reports.Paper;

/// <summary>The pictures of the paper's experiments.</summary>
/// <param name="results">What was run; a picture of which nothing was run is left out.</param>
internal sealed class PaperPictures(PaperResults results)
{
    /// <summary>Draws them, in the order in which to show them.</summary>
    public IReadOnlyList<Picture> Draw() => [.. All().OfType<Picture>()];

    private IEnumerable<Picture?> All()
    {
        string[] omp = [.. Pairs.Select(WithOmp)], telling = ["bce+bce", "bce+lmh", "lmh+lmh", "lpf+lmh", WithOmp("bce+lmh"), WithOmp("lmh+lmh")];
        yield return Core("masks-ood", "Mask training, out of distribution", Measure.Ood, Pairs);
        yield return Core("omp-ood", "Magnitude pruning and fine-tuning, out of distribution", Measure.Ood, omp);
        yield return Core("masks-id", "Mask training, in distribution", Measure.Id, Pairs);
        yield return Core("omp-id", "Magnitude pruning and fine-tuning, in distribution", Measure.Id, omp);
        yield return Core("type-yes-no", "Yes/no questions, out of distribution", Measure.YesNo, telling);
        yield return Core("type-number", "Number questions, out of distribution", Measure.Number, telling);
        yield return Core("type-other", "Other questions, out of distribution", Measure.Other, telling);
        yield return OneModality("modality-bce", "", PaperSweeps.SingleModality, PaperSweeps.Core, "bce", Measure.Ood);
        yield return OneModality("modality-lmh", "", PaperSweeps.SingleModality, PaperSweeps.Core, "lmh", Measure.Ood);
        yield return BudgetPlanePicture.Draw(results, 0.5);
        yield return BudgetPlanePicture.Draw(results, 0.7);
        yield return PaperCurvePicture.Draw("scopes", "lmh+lmh with thresholds of different scope: OOD", results, Measure.Ood,
            [.. new[] { "uniform", "modality", "global" }.Select(scope => new PaperCurve(PaperSweeps.Global, "lmh+lmh", scope))]);
        yield return Shortcuts("shortcuts-ood", Measure.OodMean);
        yield return Shortcuts("shortcuts-iid", Measure.Iid);
        yield return OneModality("shortcuts-vision-bce", "Varying shortcuts, ", PaperSweeps.VaryingShortcut, PaperSweeps.VaryingShortcut, "bce", Measure.OodVis);
        yield return OneModality("shortcuts-vision-lmh", "Varying shortcuts, ", PaperSweeps.VaryingShortcut, PaperSweeps.VaryingShortcut, "lmh", Measure.OodVis);
    }

    private Picture? Core(string name, string title, Measure measure, IReadOnlyList<string> pairs) =>
        PaperCurvePicture.Draw(name, title, results, measure, [.. pairs.Concat(Full).Select(pair => new PaperCurve(PaperSweeps.Core, pair))]);

    private Picture? Shortcuts(string name, Measure measure) => PaperCurvePicture.Draw(name, $"Varying shortcuts, mask training: {measure.Name}", results, measure,
        [.. new[] { "bce+bce", "lmh+lmh" }.Concat(Full).Select(pair => new PaperCurve(PaperSweeps.VaryingShortcut, pair))]);

    private Picture? OneModality(string name, string data, string sweep, string fullSweep, string objective, Measure measure)
    {
        string pair = $"{objective}+{objective}";
        return PaperCurvePicture.Draw(name, $"{data}{pair} with only one modality pruned: {measure.Name}", results, measure,
        [
            .. new[] { "language", "vision", "cross" }.Select(modality => new PaperCurve(sweep, pair, modality)), new PaperCurve(fullSweep, $"full {objective}"),
        ]);
    }
}
