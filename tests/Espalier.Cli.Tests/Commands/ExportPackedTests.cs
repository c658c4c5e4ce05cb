using Espalier.Data;
using Espalier.Metrics;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Cli.Tests.Commands;

public sealed class ExportPackedTests : IDisposable
{
    private const string Sparse = "lpf+lmh", Dense = "full bce", Question = "What color is the banana?";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Sparse)]
    [InlineData(Dense)]
    public void The_file_answers_as_the_run_does(string id)
    {
        using PackedModel packed = PackedModel.Open(Export(id), new PackedModelOptions { Verify = true });
        using Answerer answerer = Answerer.Open(RunFolder.Open(TinyRun.Folder), id);
        PictureRegions picture = packed.Pictures.Describe(TinyRun.Picture);
        foreach (string question in (string[])[Question, "is there a cat", "how many things are there in this very long question about nothing at all ?"])
        {
            IReadOnlyList<AnswerChance> expected = answerer.Answer(picture, question, top: 3), found = packed.Ask(picture, question, top: 3);
            Assert.Equal(expected.Select(chance => chance.Answer), found.Select(chance => chance.Answer));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-4));
        }
    }

    [Fact]
    public void The_file_says_how_it_was_made_and_how_good_it_is()
    {
        using PackedFile file = PackedFile.Open(Export(Sparse));
        PackedDescription said = file.Description;
        RunFolder run = RunFolder.Open(TinyRun.Folder);
        ModelSummary summary = RunSummary.Load(run.SummaryPath).Models.Single(model => model.Id == Sparse);
        Assert.Equal(("tiny", Sparse, "lxmert", 49UL), (said.Lineage.Run, said.Lineage.Model, said.Lineage.Backbone, said.Lineage.Seed));
        Assert.Equal([new PackedStage(1, "lpf"), new PackedStage(2, "lmh")], said.Lineage.Stages);
        Assert.Equal(0.5, said.Lineage.Sparsity, 1e-3);
        Assert.Contains("name: tiny", said.Lineage.Recipe, StringComparison.Ordinal);
        Assert.Equal(new PackedScores("validation-ood", summary.Accuracy), said.Scores);
        ModelInterface inputs = ModelInterface.Load(run.At(ModelInterface.FolderName));
        Assert.Equal(inputs.Answers.Answers, said.Answers.Answers);
        Assert.Equal(inputs.Tokenizer.Vocabulary, said.Tokenizer.Vocabulary);
        Assert.Equal((inputs.Regions, new EncodingOptions(12)), (said.Regions, said.Question));
        Assert.NotEmpty(file.PackedNames);
    }

    [Fact]
    public void Nothing_is_overwritten_and_the_same_model_gives_the_same_bytes()
    {
        string path = Export(Sparse);
        byte[] before = File.ReadAllBytes(path);
        Outcome again = Cli.Run("export", "esp", TinyRun.Folder, "--out", path), folder = Cli.Run("export", "esp", TinyRun.Folder, "--out", _folder.Path);
        Assert.Equal((2, 2), (again.Code, folder.Code));
        Assert.Contains("nothing is overwritten", again.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(before, File.ReadAllBytes(Export(Sparse)));
    }

    private string Export(string id)
    {
        string path = _folder.File(Guid.NewGuid().ToString("N") + ".esp");
        string printed = Cli.Print("export", "esp", TinyRun.Folder, "--model", id, "--out", path);
        Assert.Contains($"{new FileInfo(path).Length:N0} bytes", printed, StringComparison.Ordinal);
        return path;
    }
}
