using Espalier.Features;
using Espalier.Training.Models;

namespace Espalier.Bench.Steps;

/// <summary>A model with the shapes of its batches, and how many steps a round takes.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Config">The model's shape.</param>
/// <param name="Batch">Questions of a batch.</param>
/// <param name="Tokens">The longest question in word pieces; every batch has it.</param>
/// <param name="FewestTokens">The shortest question.</param>
/// <param name="Regions">The most regions of an image.</param>
/// <param name="FewestRegions">The fewest.</param>
/// <param name="WarmUp">Steps that a process takes before it measures.</param>
/// <param name="Steps">Steps that it measures.</param>
internal sealed record StepCase(
    string Name, LxmertConfig Config, int Batch, int Tokens, int FewestTokens, int Regions, int FewestRegions, int WarmUp, int Steps)
{
    /// <summary>
    /// The quickstart's: the Orchard has 210 word pieces, 40 answers and up to 8 regions an image. Its questions and
    /// images are a little shorter than these: 9 pieces and 5.2 regions on average, against 10 and 5.5.
    /// </summary>
    private static readonly StepCase Tiny = new(
        "tiny",
        LxmertConfig.Tiny with { VocabularySize = 210, AnswerCount = 40, FeatureSize = PixelFeaturizer.FeatureSize },
        Batch: 64, Tokens: 14, FewestTokens: 6, Regions: 8, FewestRegions: 3, WarmUp: 30, Steps: 40);

    /// <summary>The published size.</summary>
    private static readonly StepCase Base = new(
        "base", LxmertConfig.Base, Batch: 8, Tokens: 20, FewestTokens: 14, Regions: 36, FewestRegions: 36, WarmUp: 2, Steps: 4);

    /// <summary>Floating-point operations of a step without padding: twice as many backwards as forwards. What recomputation repeats is not counted again.</summary>
    public double Flops()
    {
        using Lxmert blank = Config.Blank();
        return 3.0 * Batch * Config.FlopsPerQuestion(blank.Matrices.ToDictionary(matrix => matrix.Name, matrix => matrix.Weight.numel()), Tokens, Regions);
    }

    /// <summary>The names that <see cref="Of"/> knows.</summary>
    public static string[] Names { get; } = [Tiny.Name, Base.Name];

    public static StepCase Of(string name) => name == Tiny.Name ? Tiny : Base;
}
