using Espalier.Training.Pipeline.Estimates;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline.Estimates;

public sealed class MemoryAdvisorTests
{
    public static MatrixTheoryData<string, double> Shares => new(["lxmert", "visualbert", "mplug"], [0.9, 0.6, 0.4, 0.3]);

    [Fact]
    public void Parts_of_a_batch_come_first_then_recomputation_then_bf16()
    {
        Recipe recipe = Large("lxmert");
        long parts = Peak(With(recipe, "stage1.micro-batch=64", "stage2.micro-batch=64", "stage3.micro-batch=64"));
        Assert.Equal(["stage1.micro-batch=64", "stage2.micro-batch=64", "stage3.micro-batch=64"], Find(recipe, parts).Settings);

        string[] smallest = ["stage1.micro-batch=1", "stage2.micro-batch=1", "stage3.micro-batch=1"];
        long one = Peak(With(recipe, smallest)), twice = Peak(With(recipe, [.. smallest, "model.recompute=true"]));
        Assert.Contains("model.recompute=true", Find(recipe, (one + twice) / 2).Settings);
        Assert.DoesNotContain("model.precision=bf16", Find(recipe, (one + twice) / 2).Settings);
        Assert.Contains("model.precision=bf16", Find(recipe, twice - 1).Settings);
    }

    [Theory]
    [MemberData(nameof(Shares))]
    public void With_its_settings_the_recipe_fits(string backbone, double share)
    {
        Recipe recipe = Large(backbone);
        long limit = (long)(share * Peak(recipe));
        MemoryAdvice advice = Find(recipe, limit);
        Assert.True(advice.Fits);
        Assert.InRange(advice.Peak, 1, limit);
        Assert.Equal(advice.Peak, Peak(With(recipe, [.. advice.Settings])));
    }

    [Fact]
    public void Where_no_key_helps_it_says_what_is_still_wanted()
    {
        Recipe recipe = Large("lxmert");
        MemoryAdvice advice = Find(recipe, 1 << 20);
        Assert.False(advice.Fits);
        Assert.Equal(Peak(With(recipe, "stage1.micro-batch=1", "stage2.micro-batch=1", "stage3.micro-batch=1", "model.recompute=true", "model.precision=bf16")), advice.Peak);
    }

    [Fact]
    public void A_stage_with_a_teacher_keeps_its_whole_batch()
    {
        Recipe recipe = With(Large("lxmert"), "stage2.distillation=1");
        Assert.DoesNotContain(Find(recipe, Peak(recipe) / 2).Settings, setting => setting.StartsWith("stage2.micro-batch", StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_that_a_recipe_has_already_are_made_smaller()
    {
        Recipe recipe = With(Large("lxmert"), "stage1.micro-batch=8192", "stage2.micro-batch=8", "stage3.micro-batch=8");
        string setting = Assert.Single(Find(recipe, Peak(recipe) - 1).Settings);
        Assert.StartsWith("stage1.micro-batch=", setting, StringComparison.Ordinal);
        Assert.InRange(int.Parse(setting.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture), 1, 4096);
    }

    private static Recipe Large(string backbone) => MemoryModelTests.Recipe(backbone, batch: 8192);

    private static MemoryAdvice Find(Recipe recipe, long limit) => new MemoryAdvisor(MemoryModelTests.Model(recipe), recipe, limit).Find();

    private static long Peak(Recipe recipe) => MemoryModelTests.Model(recipe).Peak(RunPlan.Of(recipe));

    private static Recipe With(Recipe recipe, params string[] settings) => RecipeFile.Parse(RecipeFile.Write(recipe), "r.yaml", settings);
}
