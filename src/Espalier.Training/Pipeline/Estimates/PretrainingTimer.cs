using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Times the pre-training of a recipe's backbone: it is begun, watched for a few seconds and then thrown away.</summary>
/// <param name="recipe">With a block pretrain, on a device that is there.</param>
/// <param name="pool">The source's folder, which holds the corpus.</param>
/// <param name="progress">Told what is timed.</param>
/// <param name="cancellation">Stops between steps.</param>
internal sealed class PretrainingTimer(Recipe recipe, string pool, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);

    /// <summary>The steps of all of its passes, and the seconds that they take.</summary>
    public (long Steps, double Seconds) Run()
    {
        (long steps, double seconds) = Watch(recipe with { Pretrain = recipe.Pretrain! with { VisionEpochs = 0 } });
        if (recipe.Pretrain.VisionEpochs == 0) return (steps, seconds);
        (long seeing, double before) = Watch(recipe);
        return (steps + seeing, seconds + before);
    }

    // What comes first in it.
    private (long Steps, double Seconds) Watch(Recipe watched)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Watcher watcher = new(progress, stop);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("espalier-timing-");
        try
        {
            new PretrainedBackbone(new ContentCache(folder.FullName), watcher).Find(watched, pool, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It has been watched for long enough.
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return watcher.Result;
    }

    private sealed class Watcher(IProgress<WorkProgress>? progress, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        private readonly List<long> _times = [];
        private WorkProgress _first;

        /// <summary>All steps, by the mean of the later half of those that were seen: kernels are compiled for each length that a batch can have.</summary>
        public (long Steps, double Seconds) Result
        {
            get
            {
                long steps = _first.Total / _first.Done;
                int from = (_times.Count - 1) / 2, seen = _times.Count - 1 - from;
                return (steps, seen == 0 ? 0 : steps * TimeProvider.System.GetElapsedTime(_times[from], _times[^1]).TotalSeconds / seen);
            }
        }

        public void Report(WorkProgress value)
        {
            if (_times.Count == 0) _first = value;
            // Another pass over something else has begun.
            else if (value.Total != _first.Total) stop.Cancel();
            else if (TimeProvider.System.GetElapsedTime(_times[0]) > Enough) stop.Cancel();
            if (stop.IsCancellationRequested) return;
            _times.Add(TimeProvider.System.GetTimestamp());
            progress?.Report(new WorkProgress("timing pre-training", _times.Count - 1, 0, "steps", value.Loss));
        }
    }
}
