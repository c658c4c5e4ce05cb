using System.Text.Json;
using Espalier.Sparsity;
using Espalier.Testing;

namespace Espalier.Tests.Sparsity;

public sealed class ScheduleTests
{
    [Fact]
    public void Cubic_agrees_with_the_reference()
    {
        JsonElement golden = Golden.Case("schedules").GetProperty("gradual");
        CubicSchedule schedule = new(Number(golden, "init"), Number(golden, "final"), Number(golden, "init_epoch"), Number(golden, "final_epoch"));
        foreach ((double epoch, double expected) in Numbers(golden, "epochs").Zip(Numbers(golden, "sparsity"))) Assert.Equal(expected, schedule.At(epoch), 1e-12);
    }

    [Theory]
    [InlineData(0, 0.7)]
    [InlineData(0.25, 0.815625)]
    [InlineData(0.5, 0.875)]
    [InlineData(0.75, 0.896875)]
    [InlineData(1, 0.9)]
    [InlineData(7, 0.9)]
    public void Cubic_from_70_to_90_percent(double epoch, double sparsity) => Assert.Equal(sparsity, new CubicSchedule(0.7, 0.9).At(epoch), 1e-12);

    [Fact]
    public void Stepwise_agrees_with_the_reference_when_it_may_overshoot()
    {
        JsonElement golden = Golden.Case("schedules").GetProperty("stepwise");
        StepwiseSchedule schedule = Stepwise(golden, overshoots: true);
        foreach ((int epoch, double expected) in Numbers(golden, "sparsity").Index()) Assert.Equal(expected, schedule.At(epoch), 1e-12);
    }

    [Fact]
    public void Stepwise_stops_at_the_final_sparsity()
    {
        JsonElement golden = Golden.Case("schedules").GetProperty("stepwise");
        StepwiseSchedule schedule = Stepwise(golden, overshoots: false);
        foreach ((int epoch, double expected) in Numbers(golden, "sparsity").Index()) Assert.Equal(Math.Min(expected, 0.7), schedule.At(epoch), 1e-12);
    }

    [Fact]
    public void Steps_that_cannot_reach_the_end_are_refused() => Assert.Throws<ArgumentException>(() => new StepwiseSchedule(0, 0.9, 0.1, 0, 10));

    [Fact]
    public void Fixed_is_the_same_always() => Assert.Equal([0.7, 0.7], new[] { 0.0, 100.0 }.Select(new FixedSchedule(0.7).At));

    private static StepwiseSchedule Stepwise(JsonElement golden, bool overshoots) => new(
        Number(golden, "init"), Number(golden, "final"), Number(golden, "ratio"),
        Number(golden, "init_epoch"), Number(golden, "final_epoch"), Number(golden, "interval"), overshoots);

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static IEnumerable<double> Numbers(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble());
}
