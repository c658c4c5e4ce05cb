namespace Espalier.Metrics;

/// <summary>Checks that numbers read from a run's files can be what their names say.</summary>
internal static class SummaryCheck
{
    private const double LongestMilliseconds = 1e9;

    public static void Check(RunSummary summary, string file)
    {
        NoNull(file, "$.models", summary.Models);
        Unique(file, "$.models", summary.Models.Select(model => model.Id));
        for (int i = 0; i < summary.Models.Count; i++)
        {
            ModelSummary model = summary.Models[i];
            string place = $"$.models[{i}]";
            Within(file, $"{place}.sparsity", model.Sparsity, 1);
            NoNull(file, $"{place}.parameters.by_modality", model.Parameters.ByModality.Values);
            Within(file, $"{place}.parameters.kept", model.Parameters.Kept, model.Parameters.Total);
            Check(model.Accuracy, $"{place}.accuracy", file);
            Within(file, $"{place}.latency_ms.torch", model.LatencyMs.Torch, LongestMilliseconds);
            Within(file, $"{place}.latency_ms.packed", model.LatencyMs.Packed, LongestMilliseconds);
        }
    }

    public static void Check(ReportData data, string file)
    {
        NoNull(file, "$.priors", data.Priors);
        NoNull(file, "$.sparsity", data.Sparsity);
        NoNull(file, "$.examples", data.Examples);
        NoNull(file, "$.curves", data.Curves);
        if (data.PriorAccuracy is { } prior) Check(prior, "$.prior_accuracy", file);
        for (int i = 0; i < data.Priors.Count; i++) Check(data.Priors[i], $"$.priors[{i}]", file);
        for (int i = 0; i < data.Sparsity.Count; i++)
        {
            NoNull(file, $"$.sparsity[{i}].matrices", data.Sparsity[i].Matrices);
            foreach (ReportMatrix matrix in data.Sparsity[i].Matrices)
            {
                if (matrix is { Rows: > 0, Columns: > 0, Zeros: >= 0 } && matrix.Zeros <= (long)matrix.Rows * matrix.Columns) continue;
                throw new InputException(file, $"$.sparsity[{i}], matrix {matrix.Name}",
                    $"{matrix.Zeros} zeros in {matrix.Rows} x {matrix.Columns}", "rows, columns and zeros that fit together");
            }
        }
        for (int i = 0; i < data.Examples.Count; i++)
        {
            NoNull(file, $"$.examples[{i}].boxes", data.Examples[i].Boxes);
            NoNull(file, $"$.examples[{i}].human_answers", data.Examples[i].HumanAnswers);
            NoNull(file, $"$.examples[{i}].answers", data.Examples[i].Answers.Values);
            foreach (IReadOnlyList<float> box in data.Examples[i].Boxes)
            {
                if (box.Count == 4 && box.All(float.IsFinite)) continue;
                throw new InputException(file, $"$.examples[{i}].boxes", $"a box of {box.Count} numbers", "four finite numbers");
            }
        }
        for (int i = 0; i < data.Curves.Count; i++)
        {
            ReportCurve curve = data.Curves[i];
            bool finite = curve.Steps.Concat(curve.Values).All(double.IsFinite);
            if (finite && curve.Steps.Count == curve.Values.Count) continue;
            throw new InputException(file, $"$.curves[{i}]", $"{curve.Steps.Count} steps and {curve.Values.Count} values",
                "as many finite values as steps");
        }
    }

    private static void Check(ReportPrior prior, string place, string file)
    {
        NoNull(file, $"{place}.answers", prior.Answers);
        NoNull(file, $"{place}.predicted", prior.Predicted.Values);
        var shares = prior.Predicted.Values.Append(prior.Train).Append(prior.Test);
        foreach (IReadOnlyList<double> row in shares)
        {
            if (row.Count != prior.Answers.Count)
                throw new InputException(file, place, $"{row.Count} shares", $"{prior.Answers.Count}, one for each answer");
            foreach (double share in row) Within(file, place, share, 1);
        }
    }

    private static void Check(ModelAccuracy accuracy, string place, string file)
    {
        foreach ((string name, TypeAccuracy? types) in new[] { ("id", accuracy.Id), ("ood", accuracy.Ood) })
        {
            Within(file, $"{place}.{name}.all", types?.All, 100);
            Within(file, $"{place}.{name}.yes/no", types?.YesNo, 100);
            Within(file, $"{place}.{name}.number", types?.Number, 100);
            Within(file, $"{place}.{name}.other", types?.Other, 100);
        }
        if (accuracy.Shortcuts is not { } shortcuts) return;
        (string, double?)[] means =
            [("iid", shortcuts.Iid), ("ood_mean", shortcuts.OodMean), ("ood_lang", shortcuts.OodLang), ("ood_vis", shortcuts.OodVis), ("ood_crsm", shortcuts.OodCrossModal)];
        foreach ((string name, double? value) in means.Concat(shortcuts.Sets.Select(set => (set.Key, set.Value)))) Within(file, $"{place}.shortcuts.{name}", value, 100);
    }

    private static void Within(string file, string place, double? value, double most)
    {
        // Rounding can lift a share that is 1 but for rounding errors.
        if (value is null || value >= 0 && value <= most * (1 + 1e-9)) return;
        throw new InputException(file, place, FormattableString.Invariant($"{value}"), FormattableString.Invariant($"0 to {most}"));
    }

    // The serialiser refuses null where a property must not be null, but lets it into lists.
    private static void NoNull(string file, string place, IEnumerable<object?> items)
    {
        if (items.Any(item => item is null)) throw new InputException(file, place, "null in the list", "an entry");
    }

    private static void Unique(string file, string place, IEnumerable<string> ids)
    {
        HashSet<string> seen = [];
        foreach (string id in ids)
        {
            if (!seen.Add(id)) throw new InputException(file, place, $"\"{id}\" twice", "ids that differ");
        }
    }
}
