using Espalier.Training.Objectives;

namespace Espalier.Training.Tests.Objectives;

public sealed class ObjectiveFactoryTests
{
    [Fact]
    public void Every_name_makes_an_objective_of_that_name()
    {
        foreach (string name in ObjectiveFactory.Names)
            Assert.Equal(name, ObjectiveFactory.Create(new ObjectiveOptions { Name = name }, hidden: 4, answers: 3, seed: 1).GetName());
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ObjectiveFactory.Create(new ObjectiveOptions { Name = "lhm" }, 4, 3, 1));
        Assert.Contains("bce, lmh, rubi, lpf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_gamma_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ObjectiveFactory.Create(new ObjectiveOptions { Name = "lpf", Gamma = -1 }, 4, 3, 1));

    [Fact]
    public void Smoothing_of_zero_is_refused_since_priors_may_be_zero() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ObjectiveFactory.Create(new ObjectiveOptions { Name = "lmh", Smoothing = 0 }, 4, 3, 1));

    [Fact]
    public void The_parameters_of_lmh_learn_unless_frozen()
    {
        Assert.All(ObjectiveFactory.Create(new ObjectiveOptions { Name = "lmh" }, 4, 3, 1).parameters(), p => Assert.True(p.requires_grad));
        Assert.All(ObjectiveFactory.Create(new ObjectiveOptions { Name = "lmh", Frozen = true }, 4, 3, 1).parameters(), p => Assert.False(p.requires_grad));
    }

    [Fact]
    public void The_seed_decides_the_first_weights()
    {
        float First(ulong seed) => ObjectiveFactory.Create(new ObjectiveOptions { Name = "lmh" }, 4, 3, seed).parameters().First().data<float>()[0];
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }
}
