using Espalier.Training.Training.Optimization;

namespace Espalier.Training.Tests.Training.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(Decay.Linear, new[] { 0, 0.5, 1, 0.75, 0.5, 0.25, 0 })]
    [InlineData(Decay.Cosine, new[] { 0, 0.5, 1, 0.8535534, 0.5, 0.1464466, 0 })]
    [InlineData(Decay.None, new[] { 0, 0.5, 1, 1, 1, 1, 1 })]
    public void It_warms_up_and_decays(Decay decay, double[] expected)
    {
        LearningRateSchedule schedule = new(decay, 2, 6);
        Assert.All(expected, (factor, step) => Assert.Equal(factor, schedule.Factor(step), 1e-6));
    }

    [Fact]
    public void Without_a_warm_up_the_first_step_is_the_highest() =>
        Assert.Equal([1, 0.5, 0, 0], Enumerable.Range(0, 4).Select(step => new LearningRateSchedule(Decay.Linear, 0, 2).Factor(step)));

    [Fact]
    public void A_warm_up_may_take_all_steps() =>
        Assert.Equal([0, 0.5], Enumerable.Range(0, 2).Select(step => new LearningRateSchedule(Decay.Linear, 2, 2).Factor(step)));
}
