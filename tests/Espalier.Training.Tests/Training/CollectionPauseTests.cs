using System.Runtime;
using Espalier.Training.Training;

namespace Espalier.Training.Tests.Training;

public sealed class CollectionPauseTests
{
    private static bool Paused => GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;

    [Fact]
    public void The_last_holder_ends_it()
    {
        CollectionPause training = new(), evaluation = new();
        training.Renew();
        evaluation.Renew();
        evaluation.Dispose();
        evaluation.Dispose();
        Assert.True(Paused);
        training.Dispose();
        Assert.False(Paused);
    }

    [Fact]
    public void A_collection_that_someone_asks_for_is_no_error_and_the_next_step_pauses_again()
    {
        using CollectionPause pause = new();
        pause.Renew();
        GC.Collect();
        Assert.False(Paused);
        pause.Renew();
        Assert.True(Paused);
        GC.Collect();
    }

    [Fact]
    public void A_pause_of_the_programs_own_is_left_alone()
    {
        GC.TryStartNoGCRegion(200 << 20);
        using (CollectionPause pause = new())
        {
            pause.Renew();
            GC.KeepAlive(new byte[100 << 20]);
            pause.Renew();
        }
        Assert.True(Paused);
        GC.EndNoGCRegion();
    }

    [Fact]
    public void An_evaluation_ends_it()
    {
        Evaluator.Predict(ToyWorld.Model(), ToyWorld.Validation, 16);
        Assert.False(Paused);
    }
}
