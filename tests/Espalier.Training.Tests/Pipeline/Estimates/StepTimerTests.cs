using Espalier.Training.Pipeline.Estimates;

namespace Espalier.Training.Tests.Pipeline.Estimates;

public sealed class StepTimerTests
{
    [Fact]
    public void A_short_step_is_timed_as_it_is()
    {
        Clock clock = new(rows => 0.02 + (0.001 * rows));
        Assert.Equal(0.084, StepTimer.Seconds(64, clock.Prepare, clock, CancellationToken.None), 1e-9);
        Assert.Equal(64, clock.Largest);
    }

    [Fact]
    public void Sizes_double_up_to_one_that_is_no_power_of_two()
    {
        Clock clock = new(rows => rows * 0.001);
        Assert.Equal(0.048, StepTimer.Seconds(48, clock.Prepare, clock, CancellationToken.None), 1e-9);
        Assert.Equal([1, 2, 4, 8, 16, 32, 48], clock.Sizes.Distinct());
    }

    [Theory]
    [InlineData(0.8, 0.25, 64, 0.8 + 16)]
    [InlineData(0, 5, 256, 1280)]
    [InlineData(3, 0.01, 100, 4)]
    public void A_long_step_is_told_from_smaller_ones(double anyway, double each, int size, double expected)
    {
        Clock clock = new(rows => anyway + (each * rows));
        Assert.Equal(expected, StepTimer.Seconds(size, clock.Prepare, clock, CancellationToken.None), 1e-6);
        // A warm-up and a timed step of each size.
        Assert.True(clock.Largest <= 8, $"{clock.Largest} questions");
    }

    [Fact]
    public void A_slow_start_does_not_count()
    {
        int steps = 0;
        Clock clock = new(_ => ++steps < 20 ? 0.1 : 0.05);
        Assert.Equal(0.05, StepTimer.Seconds(8, clock.Prepare, clock, CancellationToken.None), 1e-9);
    }

    [Fact]
    public void Now_and_then_a_long_step_counts_with_its_share()
    {
        int steps = 0;
        Clock clock = new(_ => ++steps % 10 == 0 ? 0.11 : 0.01);
        Assert.Equal(0.02, StepTimer.Seconds(8, clock.Prepare, clock, CancellationToken.None), 1e-3);
    }

    [Fact]
    public void It_stops_between_steps()
    {
        using CancellationTokenSource stop = new();
        Clock clock = new(rows =>
        {
            if (rows == 4) stop.Cancel();
            return 0.01;
        });
        Assert.Throws<OperationCanceledException>(() => StepTimer.Seconds(64, clock.Prepare, clock, stop.Token));
        Assert.Equal(4, clock.Largest);
    }

    /// <summary>A clock that only steps move.</summary>
    private sealed class Clock(Func<int, double> cost) : TimeProvider
    {
        public double Now { get; private set; }

        public List<int> Sizes { get; } = [];

        public int Largest => Sizes.Max();

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)Math.Round(Now * TimestampFrequency);

        public Action Prepare(int rows)
        {
            Sizes.Add(rows);
            return () => Now += cost(rows);
        }
    }
}
