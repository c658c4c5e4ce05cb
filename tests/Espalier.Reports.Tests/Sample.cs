using Espalier.Metrics;

namespace Espalier.Reports.Tests;

/// <summary>A made-up run of a tiny LXMERT, always the same.</summary>
internal static class Sample
{
    private const long Total = 3_412_736, Prunable = 3_145_728;

    private static readonly string[] AttentionAndFeedForward =
    [
        "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
        "intermediate.dense", "output.dense",
    ];

    public static RunSummary Summary() => new()
    {
        Name = "quickstart", Seed = 49, Backbone = "lxmert", Recipe = "lpf+lmh", SelectedOn = "validation-ood",
        PeakRssBytes = 1_503_238_553,
        Seconds = new RunSeconds { Data = 14.2, Pretrain = 131.7, Stage1 = 88.4, Stage2 = 120.9, Evaluate = 22.5 },
        Models =
        [
            Model("full bce", 1, "bce", 0, Types(78.91, 86.2, 61.04, 80.77), Types(31.42, 43.87, 18.02, 30.61)),
            Model("full lpf", 1, "lpf", 0, Types(58.36, 62.18, 49.5, 60.02), Types(63.7, 81.13, 44.92, 61.55)),
            Model("full lmh", 1, "lmh", 0, Types(61.77, 60.4, 52.83, 65.12), Types(59.85, 70.02, 47.11, 60.9)),
            Model("bce+bce", 2, "bce", 0.7, Types(74.3, 82.9, 55.21, 76.4), Types(35.08, 47.4, 21.7, 33.96)),
            Model("lpf+lmh", 2, "lmh", 0.7, Types(60.12, 63.01, 50.94, 62.3), Types(64.58, 79.94, 50.02, 61.73), packed: 0.41),
            Model("omp+lmh", 2, "lmh", 0.7, Types(52.6, 57.3, 44.1, 53.8), Types(57.2, 71.6, 41.3, 55.5)),
        ],
    };

    public static ReportData Data() => new()
    {
        DataSet = "Orchard, changing-prior split, share crossing over 0.1",
        Questions = new Dictionary<string, int>
        {
            ["train"] = 12000, ["validation-id"] = 1500, ["validation-ood"] = 1500, ["test-id"] = 3000, ["test-ood"] = 3000,
        },
        PriorAccuracy = new ModelAccuracy(Types(47.2, 68.9, 38.2, 39.5), Types(16.3, 27.5, 11, 13.1)),
        Priors =
        [
            Prior("what color is the", 0.74, ["yellow", "red", "green", "blue", "white"],
                [0.46, 0.21, 0.12, 0.09, 0.05], [0.06, 0.14, 0.28, 0.25, 0.17]),
            Prior("how many", 0.69, ["2", "1", "3", "4", "0"], [0.51, 0.3, 0.11, 0.03, 0.02], [0.09, 0.16, 0.38, 0.24, 0.1]),
            Prior("is there a", 0.62, ["yes", "no"], [0.81, 0.19], [0.19, 0.81]),
            Prior("what is the", 0.48, ["umbrella", "banana", "car", "cup", "apple", "book"],
                [0.3, 0.2, 0.12, 0.09, 0.05, 0.04], [0.06, 0.1, 0.18, 0.14, 0.2, 0.12]),
        ],
        Sparsity = [new ReportSparsity("lpf+lmh", Matrices(0.75, 0.5, 0.76)), new ReportSparsity("omp+lmh", Matrices(0.7, 0.7, 0.7))],
        Examples = [.. Enumerable.Range(0, 6).Select(Example)],
        Contrast = new ReportContrast("full bce", "lpf+lmh", 3000, 1204, 318),
        Curves =
        [
            .. Curves(1, "full bce", 74, 33), .. Curves(1, "full lpf", 60, 62), .. Curves(1, "full lmh", 63, 58),
            .. Curves(2, "bce+bce", 73, 36), .. Curves(2, "lpf+lmh", 61, 64), .. Curves(2, "omp+lmh", 52, 57),
        ],
    };

    public static ModelSummary Model(string id, int stage, string objective, double sparsity, TypeAccuracy? inside, TypeAccuracy? outside,
        double? packed = null)
    {
        long zeros = (long)(Prunable * sparsity);
        return new ModelSummary
        {
            Id = id, Stage = stage, Objective = objective, Sparsity = sparsity,
            Parameters = new ParameterCounts
            {
                Total = Total, Prunable = Prunable, Kept = Total - zeros,
                ByModality = new Dictionary<string, ModalityCounts>
                {
                    ["language"] = new(1_572_864, 1_572_864 - zeros / 2), ["cross"] = new(1_572_864, 1_572_864 - (zeros - zeros / 2)),
                },
            },
            Bytes = new ModelBytes(Total * 4, packed is null ? null : (Total - zeros) * 5), FlopsPerQuestion = (Total - zeros) * 40,
            Accuracy = new ModelAccuracy(inside, outside), LatencyMs = new ModelLatency(1.92, packed),
        };
    }

    public static TypeAccuracy Types(double all, double yesNo, double number, double other) =>
        new() { All = all, YesNo = yesNo, Number = number, Other = other };

    private static ReportPrior Prior(string type, double shift, string[] answers, double[] train, double[] test)
    {
        double[] Mix(double share) => [.. train.Select((value, i) => value * share + test[i] * (1 - share))];
        return new ReportPrior
        {
            QuestionType = type, Shift = shift, TrainQuestions = 1480, TestQuestions = 372, Answers = answers, Train = train, Test = test,
            Predicted = new Dictionary<string, IReadOnlyList<double>>
            {
                ["full bce"] = Mix(0.8), ["full lpf"] = Mix(0.1), ["full lmh"] = Mix(0.2),
                ["bce+bce"] = Mix(0.7), ["lpf+lmh"] = Mix(0.05), ["omp+lmh"] = Mix(0.2),
            },
        };
    }

    private static List<ReportMatrix> Matrices(double language, double vision, double cross)
    {
        List<ReportMatrix> matrices = [Matrix("lxmert.embeddings.word_embeddings.weight", "language", language)];
        for (int layer = 0; layer < 4; layer++) AddLayer($"layer.{layer}", "language", AttentionAndFeedForward, i => language + 0.02 * (i - layer));
        matrices.Add(Matrix("lxmert.encoder.visn_fc.visn_fc.weight", "vision", vision));
        matrices.Add(Matrix("lxmert.encoder.visn_fc.box_fc.weight", "vision", vision));
        for (int layer = 0; layer < 2; layer++) AddLayer($"r_layers.{layer}", "vision", AttentionAndFeedForward, i => vision - 0.03 * (i - 2));
        string[] crossKinds =
        [
            .. new[] { "query", "key", "value" }.Select(kind => $"visual_attention.att.{kind}"), "visual_attention.output.dense",
            .. new[] { "lang", "visn" }.SelectMany(side =>
                new[] { "self.query", "self.key", "self.value", "output.dense" }.Select(kind => $"{side}_self_att.{kind}")),
            "lang_inter.dense", "lang_output.dense", "visn_inter.dense", "visn_output.dense",
        ];
        for (int layer = 0; layer < 2; layer++) AddLayer($"x_layers.{layer}", "cross", crossKinds, i => cross - 0.01 * i + 0.05 * layer);
        matrices.Add(Matrix("lxmert.pooler.dense.weight", "pooler", 0.7));
        return matrices;

        void AddLayer(string layer, string modality, string[] kinds, Func<int, double> sparsity) => matrices.AddRange(
            kinds.Select((kind, i) => Matrix($"lxmert.encoder.{layer}.{kind}.weight", modality, sparsity(i))));
    }

    private static ReportMatrix Matrix(string name, string modality, double sparsity) =>
        new(name, modality, 128, 128, (long)(128 * 128 * Math.Clamp(sparsity, 0, 1)));

    private static ReportExample Example(int i) => new()
    {
        QuestionId = 1000 + i, Question = i % 2 == 0 ? "What color is the banana?" : "How many umbrellas are there?",
        QuestionType = i % 2 == 0 ? "what color is the" : "how many", Image = $"images/{i}.png",
        Boxes = [[0.1f, 0.2f, 0.5f, 0.7f], [0.55f, 0.4f, 0.9f, 0.95f]],
        HumanAnswers = i % 2 == 0
            ? [.. Enumerable.Repeat("green", 8), "lime", "yellow"]
            : [.. Enumerable.Repeat("3", 10)],
        Prior = i % 2 == 0 ? new ReportAnswer("yellow", 0.46, 0.3) : new ReportAnswer("2", 0.51, 0),
        Answers = new Dictionary<string, ReportAnswer>
        {
            ["full bce"] = i % 2 == 0 ? new ReportAnswer("yellow", 0.71, 0.3) : new ReportAnswer("2", 0.66, 0),
            ["lpf+lmh"] = i % 2 == 0 ? new ReportAnswer("green", 0.58, 1) : new ReportAnswer("3", 0.49, 1),
            ["full lmh"] = i % 2 == 0 ? new ReportAnswer("green", 0.38, 1) : new ReportAnswer("4", 0.31, 0),
        },
    };

    private static IEnumerable<ReportCurve> Curves(int stage, string model, double inside, double outside)
    {
        double[] steps = [100, 200, 300, 400, 500, 600, 700, 800];
        yield return Curve("validation-id", inside);
        yield return Curve("validation-ood", outside) with { SelectedStep = 700 };

        ReportCurve Curve(string part, double end) => new()
        {
            Model = model, Stage = stage, Measure = "accuracy", Part = part, Steps = steps,
            Values = [.. steps.Select(step => end * (1 - Math.Exp(-step / 210)))],
        };
    }
}
