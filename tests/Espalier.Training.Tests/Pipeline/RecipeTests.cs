using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

public sealed class RecipeTests
{
    private const string Minimal = "name: a\ndata: { source: orchard }\n";

    [Fact]
    public void A_minimal_recipe_takes_the_papers_defaults()
    {
        Recipe recipe = RecipeFile.Parse(Minimal, "r.yaml", []);
        Assert.Equal(49UL, recipe.Seed);
        Assert.Equal((20, 64, 5e-5), (recipe.Stage1!.Epochs, recipe.Stage1.Batch, recipe.Stage1.LearningRate));
        Assert.Null(recipe.Stage2);
    }

    [Fact]
    public void Written_effective_recipes_read_back_as_equal_text()
    {
        Recipe recipe = RecipeFile.Parse(
            Minimal + "stage2: { sparsity: 0.7, allocation: { language: 0.75, vision: 0.5 } }\ncompare:\n  - { stage1: bce }\n  - { stage1: lpf, stage2: lmh }\n", "r.yaml", []);
        string yaml = RecipeFile.Write(recipe);
        Assert.Equal(yaml, RecipeFile.Write(RecipeFile.Parse(yaml, "again", [])));
        Assert.Contains("sparsity: 0.7", yaml, StringComparison.Ordinal);
        Assert.Contains("  - stage1: lpf", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_complete_recipe_has_every_key_and_reads_back_as_itself()
    {
        Recipe recipe = RecipeFile.Parse(Minimal + "pretrain: {}\nstage2: { sparsity: 0.7 }\nstage3: {}\n", "r.yaml", []);
        string yaml = RecipeFile.Write(recipe, complete: true);
        object[] blocks = [recipe, recipe.Data, recipe.Model, recipe.Pretrain!, recipe.Stage1!, recipe.Stage2!, recipe.Stage3!, recipe.Objectives, recipe.Protocol];
        Assert.Equal(blocks.Sum(block => RecordBinder.Properties(block.GetType()).Count()), yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\n  shortcuts: null\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n  structure: none\n", yaml, StringComparison.Ordinal);
        Recipe again = RecipeFile.Parse(yaml, "again", []);
        Assert.Equal(yaml, RecipeFile.Write(again, complete: true));
        Assert.Equal(RecipeFile.Write(recipe), RecipeFile.Write(again));
        Assert.DoesNotContain("structure", RecipeFile.Write(recipe), StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_reach_nested_keys_and_make_missing_blocks()
    {
        Recipe recipe = RecipeFile.Parse(Minimal, "r.yaml", ["stage2.sparsity=0.9", "seed=7", "stage1=null", "stage2.allocation.vision=0.5", "stage2.allocation.cross=0.9"]);
        Assert.Equal((0.9, 7UL), (recipe.Stage2!.Sparsity, recipe.Seed));
        Assert.Null(recipe.Stage1);
        Assert.Equal(new AllocationOptions { Vision = 0.5, Cross = 0.9 }, recipe.Stage2.Allocation);
    }

    [Theory]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { sparsty: 0.5 }\n", "line 3", "'sparsity'")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { epochs: many }\n", "stage1.epochs", "a whole number")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { objective: lmf }\n", "stage1.objective", "the nearest is 'lmh'")]
    [InlineData("data: { source: orchard }\n", "line 1", "the key 'name'")]
    [InlineData("name: a\ndata: orchard\n", "data", "a mapping of keys")]
    [InlineData("name: a\ndata: { source: orchard }\ncompare: { stage1: bce }\n", "compare", "a list")]
    [InlineData("name: a\n  data: [\n", "line 2", "YAML")]
    [InlineData("name: a\ndata: { source: easy-vqa }\n", "data.path", "the file or folder")]
    [InlineData("name: ../a\ndata: { source: orchard }\n", "name", "letters, digits")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { sparsity: 1.5 }\n", "stage2.sparsity", "from 0 to 1")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { only: visoin }\n", "stage2.only", "the nearest is 'vision'")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { only: vision, scope: global }\n", "stage2.only", "one modality alone")]
    [InlineData("name: a\ndata: null\n", "data", "a value")]
    [InlineData("name: a\ndata: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "line 2", "fewer")]
    [InlineData("? &a [*a]\n: 3\n", "line 1", "after what it repeats")]
    [InlineData("name: a\ndata: { source: orchard,\nsplit: id }\n", "line 2 or after it", "indented deeper than its key")]
    [InlineData("\t:\tse", "line 2", "a value behind each key")]
    [InlineData(" : !", "line 2", "a value behind each key")]
    [InlineData("name: !<> a\ndata: { source: orchard }\n", "line 1 or after it", "or none")]
    [InlineData("name: !<:> a\ndata: { source: orchard }\n", "line 1 or after it", "or none")]
    [InlineData("name: a\ndata: { source: orch\0ard }\n", "line 2", "text")]
    [InlineData("\n\0:\0", "line 2", "text")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { scope: global, allocation: { vision: 0.1 } }\n", "stage2.allocation", "one of the two")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { learning-rate: .nan }\n", "stage1.learning-rate", "a number")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { initial-sparsity: 1.5, schedule: cubic }\n", "stage2.initial-sparsity", "from 0 to stage2.sparsity")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { initial-sparsity: 0.6, sparsity: 0.5, schedule: stepwise }\n", "stage2.initial-sparsity",
        "from 0 to stage2.sparsity")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { clip-norm: 0 }\n", "stage2.clip-norm", "more than 0")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { allocation: { vision: 0.5 } }\n", "stage2.allocation", "of which one may be left to the budget")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { allocation: { language: 0.5, cross: 1.1 } }\n", "stage2.allocation.cross", "from 0 to 1")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { learning-rate: 1e39 }\n", "stage1.learning-rate", "up to 1")]
    [InlineData("name: a\ndata: { source: orchard }\nmodel: { hidden: -4 }\n", "model.hidden", "1 or more")]
    [InlineData("name: a\ndata: { source: orchard }\nmodel: { hidden: 64, heads: 3 }\n", "model.heads", "a divisor of the hidden size, 64")]
    [InlineData("name: a\ndata: { source: orchard }\nmodel: { layers: [1, -1, 1] }\n", "model.layers", "0 or more, of which the last is at least 1")]
    [InlineData("name: a\ndata: { source: orchard, split: varying-shortcut, shortcuts: { entropy: 2 } }\n", "data.shortcuts.entropy", "0.01 to 1")]
    [InlineData("name: a\ndata: { source: orchard, shortcuts: { tail: 1 } }\n", "data.shortcuts", "none but for the split varying-shortcut")]
    [InlineData("name: a\ndata: { source: orchard }\npretrain: { tasks: [region-labels] }\n", "pretrain.tasks", "a task with texts beside it: masked-words")]
    [InlineData("name: a\ndata: { source: orchard }\nmodel: { backbone: mplug }\npretrain: { tasks: [region-labels] }\n", "pretrain.tasks", "pretrain.vision-epochs")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { distillation: 1 }\n", "stage1.distillation", "0: stage 1 has no teacher")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { distillation: -1 }\n", "stage2.distillation", "0 (off) or more")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: {}\nstage3: { distillation: .inf }\n", "stage3.distillation", "a number")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { micro-batch: 0 }\n", "stage1.micro-batch", "1 or more")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { distillation: 1, micro-batch: 8 }\n", "stage2.micro-batch", "the states of the whole batch")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { distillation: 1, method: omp }\n", "stage2.distillation", "as other methods train nothing")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: null\nstage2: { distillation: 1 }\n", "stage1", "a stage 1, whose model is the teacher")]
    [InlineData("name: a\ndata: { source: orchard }\nstage2: { distillation: 1 }\ncompare:\n  - { stage1: bce, stage2: bce }\n  - { stage2: bce }\n",
        "compare[1].stage1", "a stage 1, whose model is the teacher")]
    public void Mistakes_are_told_with_their_place(string yaml, string place, string expected)
    {
        InputException error = Assert.Throws<InputException>(() => RecipeFile.Parse(yaml, "r.yaml", []));
        Assert.StartsWith("r.yaml: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distillation_is_for_what_trains_after_a_stage_1_and_is_written_only_where_it_is_on()
    {
        string yaml = RecipeFile.Write(RecipeFile.Parse(
            Minimal + "stage2: { distillation: 0.5 }\nstage3: { distillation: 0 }\ncompare:\n  - { stage1: bce, stage2: lmh }\n" +
            "  - { stage2: omp, stage3: bce }\n", "r.yaml", []));
        Assert.Equal(["  distillation: 0.5"], yaml.Split('\n').Where(line => line.Contains("distillation", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("easy-vqa")]
    [InlineData("vqa-v2")]
    [InlineData("vqa-cp-v2")]
    [InlineData("vqa-vs")]
    [InlineData("folder")]
    [InlineData("prepared")]
    public void A_recipe_can_name_every_source(string source) =>
        Assert.Equal(source, RecipeFile.Parse($"name: a\ndata: {{ source: {source}, path: somewhere }}\n", "r.yaml", []).Data.Source);

    [Theory]
    [InlineData("stage1.epochs=many", "stage1.epochs: found 'many'")]
    [InlineData("stage1={epochs: many}", "stage1.epochs: found 'many'")]
    [InlineData("stage1.epocs=3", "stage1: found the unknown key 'epocs'")]
    [InlineData("sed=3", "top level: found the unknown key 'sed'")]
    [InlineData("stage1.decay=square", "stage1.decay: found 'square'")]
    [InlineData("stage1.vision-learning-rate=1e-5", "stage1.vision-learning-rate: found 1E-05; expected none: lxmert reads region features")]
    [InlineData("stage1.epochs=0", "stage1.epochs: found 0")]
    [InlineData("stage1={epochs: 0}", "stage1.epochs: found 0")]
    [InlineData("compare=[{stage2: lmh}]", "compare[0].stage2: found a stage without settings")]
    [InlineData("stage3.epochs=3", "stage3: found a stage 3 without stage 2")]
    [InlineData("name=null", "name: found null")]
    [InlineData("data={train: 5}", "data: found no 'source'")]
    [InlineData("stage1.epochs=[", "line 2, column 1: found ")]
    public void Mistakes_in_overrides_cite_the_override(string change, string found)
    {
        InputException error = Assert.Throws<InputException>(() => RecipeFile.Parse(Minimal, "r.yaml", ["seed=3", change, "stage1.batch=8"]));
        Assert.StartsWith($"--set {change}: {found}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_override_of_a_key_is_cited_and_mistakes_of_the_file_are_the_files()
    {
        Assert.Equal("--set stage1={epochs: -1}", Told("stage1.epochs=0", "stage1={epochs: -1}").File);
        Assert.Equal("r.yaml", Assert.Throws<InputException>(() => RecipeFile.Parse(Minimal + "stage1: { epochs: 0 }\n", "r.yaml", ["seed=3", "stage1.batch=8"])).File);

        static InputException Told(params string[] changes) => Assert.Throws<InputException>(() => RecipeFile.Parse(Minimal, "r.yaml", changes));
    }

    [Theory]
    [InlineData("sparsity")]
    [InlineData("=0.5")]
    [InlineData("name.sub=1")]
    public void Broken_overrides_are_told(string change) =>
        Assert.Contains(change, Assert.Throws<InputException>(() => RecipeFile.Parse(Minimal, "r.yaml", [change])).Message, StringComparison.Ordinal);
}
