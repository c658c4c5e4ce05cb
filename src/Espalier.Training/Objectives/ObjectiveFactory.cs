namespace Espalier.Training.Objectives;

/// <summary>Makes objectives from their options.</summary>
public static class ObjectiveFactory
{
    /// <summary>The names that <see cref="ObjectiveOptions.Name"/> may have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bce", "lmh", "rubi", "lpf", "product", "reweight", "ce"];

    /// <summary>Makes an objective on the CPU.</summary>
    /// <param name="options">Which, and its settings.</param>
    /// <param name="hidden">Width of the model's pooled and question states.</param>
    /// <param name="answers">Answers in the vocabulary.</param>
    /// <param name="seed">Decides the first weights of objectives that have their own.</param>
    /// <exception cref="ArgumentException">The name is unknown, or a setting is out of range.</exception>
    public static Objective Create(ObjectiveOptions options, int hidden, int answers, ulong seed) => options.Name switch
    {
        "bce" => new BinaryCrossEntropy(),
        "lmh" => new LearnedMixin(hidden, seed, options.EntropyWeight, options.Smoothing, options.Frozen),
        "rubi" => options.QuestionBranch ? new Rubi(hidden, answers, options.BranchWidth, seed) : new Rubi(),
        "lpf" => options.QuestionBranch
            ? new LanguagePriorFeedback(options.Gamma, hidden, answers, options.BranchWidth, seed)
            : new LanguagePriorFeedback(options.Gamma),
        "product" => new BiasProduct(options.Smoothing),
        "reweight" => new Reweighting(),
        "ce" => new SoftCrossEntropy(),
        _ => throw new ArgumentException(
            $"No objective is called \"{options.Name}\"; there are {string.Join(", ", Names)}.", nameof(options)),
    };
}
