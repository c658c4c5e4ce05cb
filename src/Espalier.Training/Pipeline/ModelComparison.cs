using Espalier.Data;
using Espalier.Metrics;
using Espalier.Sources;
using Espalier.Sparsity;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Training.Pipeline;

/// <summary>Compares two models, of one run or of two, on the answers that their runs have written.</summary>
/// <param name="cache">Where the data of the runs are kept; made anew if they are gone.</param>
/// <param name="sources">The data sources that recipes can name.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class ModelComparison(ContentCache cache, IReadOnlyList<IDatasetSource> sources, IProgress<WorkProgress>? progress = null)
{
    /// <summary>Compares.</summary>
    /// <param name="first">A finished run.</param>
    /// <param name="firstModel">A model of it.</param>
    /// <param name="second">A finished run on the same data.</param>
    /// <param name="secondModel">A model of that.</param>
    /// <param name="part">test-id or test-ood.</param>
    /// <param name="seed">Decides the draws of the bootstrap.</param>
    /// <param name="cancellation">Stops the preparation of data.</param>
    /// <exception cref="InputException">There is no such model or part, a run has not finished, or the runs are not on the same data.</exception>
    public ModelContrast Compare(
        RunFolder first, string firstModel, RunFolder second, string secondModel, string part, ulong seed = 0, CancellationToken cancellation = default)
    {
        string[] answered = [.. ProtocolParts.TestNames(first.Recipe.Protocol).Intersect(ProtocolParts.TestNames(second.Recipe.Protocol))];
        if (!answered.Contains(part)) throw new InputException("--part", "part", $"no '{part}' that both runs have answered", string.Join(" or ", answered));
        StageNode one = first.FindModel(firstModel), other = second.FindModel(secondModel);
        string folder = first.At(ModelInterface.FolderName);
        RunInputs inputs = RunInputs.Load(folder);
        if (RunInputs.Load(second.At(ModelInterface.FolderName)).Data != inputs.Data)
            throw new InputException(second.Path, "data", $"a run on other questions, answers or features than {first.Path}", "two runs on the same data");
        using PreparedData data = new(new DataPreparation(cache, sources, progress).Prepare(first.Recipe, cancellation), first.Recipe.Data);
        inputs.RequireData(folder, data.Identity);
        if (!data.Has(part)) throw new InputException(data.Folder.Path, "part", $"no '{part}'", string.Join(", ", data.Folder.Parts));
        VqaDataset questions = data.Part(part);
        PairedBootstrap difference = PairedBootstrap.Compare(Scores(first, one, questions), Scores(second, other, questions), seed);
        return new ModelContrast(part, one.Id, other.Id, difference, SimilarityOf(first, one, second, other));
    }

    // Official accuracies in percent.
    private static double[] Scores(RunFolder run, StageNode node, VqaDataset questions)
    {
        string file = run.At(PredictionPaths.Of(node, questions.Name));
        if (!File.Exists(file)) throw new InputException(file, "file", "nothing", "the answers that a finished run writes to the parts of `protocol.test`");
        return [.. PredictionFile.ReadFor(file, questions).Select(answer => 100 * VqaAccuracy.Official(answer.Prediction, answer.Example.Answers))];
    }

    private static double? SimilarityOf(RunFolder first, StageNode one, RunFolder second, StageNode other)
    {
        string own = first.FinishedStage(one).BestMask, theirs = second.FinishedStage(other).BestMask;
        if (!File.Exists(own) || !File.Exists(theirs)) return null;
        try
        {
            return MaskSet.Similarity(MaskFile.Read(own), MaskFile.Read(theirs));
        }
        catch (ArgumentException)
        {
            // Masks of models of other shapes have nothing in common.
            return null;
        }
    }
}
