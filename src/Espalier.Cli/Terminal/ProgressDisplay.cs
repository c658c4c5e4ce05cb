using System.Collections.Concurrent;
using Espalier.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Espalier.Cli.Terminal;

/// <summary>Shows long steps: bars with rate, loss and time left on a terminal, plain lines when redirected.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs work that reports its progress.</summary>
    public static T Run<T>(IAnsiConsole console, Func<IProgress<WorkProgress>, T> work)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal) return work(new ProgressLines(console.WriteLine, TimeProvider.System));
        var details = new DetailColumn();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), details)
            .Start(context => work(new ProgressBars(context, details)));
    }

    /// <summary>"1,240 questions/s, loss 2.31".</summary>
    private static string Detail(WorkProgress at, double seconds, long since) =>
        string.Join(", ", [ProgressLines.Speed(at, seconds, since) ?? at.Unit, .. ProgressLines.Loss(at)]);

    private sealed class ProgressBars(ProgressContext context, DetailColumn details) : IProgress<WorkProgress>
    {
        private readonly Lock gate = new();
        private ProgressTask? task;
        private long since;

        public void Report(WorkProgress value)
        {
            lock (gate)
            {
                if (task is null || task.Description != Markup.Escape(value.Step))
                {
                    if (task is { IsFinished: false }) task.Value = task.MaxValue;
                    task = context.AddTask(Markup.Escape(value.Step), maxValue: Math.Max(1, value.Total));
                    since = value.Done;
                }
                task.IsIndeterminate = value.Total == 0;
                task.Value = value.Done;
                details.Texts[task.Id] = Detail(value, task.ElapsedTime?.TotalSeconds ?? 0, since);
            }
        }
    }

    private sealed class DetailColumn : ProgressColumn
    {
        public ConcurrentDictionary<int, string> Texts { get; } = new();

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(Texts.GetValueOrDefault(task.Id, ""), Color.Grey);
    }
}
