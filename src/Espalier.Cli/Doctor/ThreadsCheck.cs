using System.Globalization;

namespace Espalier.Cli.Doctor;

/// <summary>Whether there are as many threads as processors: more wait for each other.</summary>
/// <param name="Processors">Logical processors that the process may use, a container's limit taken into account.</param>
/// <param name="Given">What OMP_NUM_THREADS says; null where it is not set.</param>
/// <param name="Quota">A container's limit as the kernel writes it, "150000 100000"; empty for none.</param>
/// <param name="Torch">Threads that libtorch takes; null where it does not load.</param>
internal sealed record ThreadsCheck(int Processors, string? Given, string Quota, int? Torch)
{
    private const string Variable = "OMP_NUM_THREADS";

    // Where the kernel tells the limit of a container, which can be below what the machine has.
    private const string ControlGroupLimit = "/sys/fs/cgroup/cpu.max";

    /// <summary>This machine's.</summary>
    /// <param name="torch">Threads that libtorch takes; null where it does not load.</param>
    public static ThreadsCheck Here(int? torch) => new(Environment.ProcessorCount, Environment.GetEnvironmentVariable(Variable),
        File.Exists(ControlGroupLimit) ? File.ReadAllText(ControlGroupLimit).Trim() : "", torch);

    /// <summary>How it is.</summary>
    public Check Look()
    {
        string set = string.IsNullOrEmpty(Given) ? "" : $"; {Variable}={Given}";
        string limit = Quota.Length > 0 && !Quota.StartsWith("max", StringComparison.Ordinal) ? $"; container limit {Quota}" : "";
        string taken = Torch is { } threads ? string.Create(CultureInfo.InvariantCulture, $"; libtorch takes {threads}") : "";
        string found = string.Create(CultureInfo.InvariantCulture, $"{Processors} logical processors{taken}{set}{limit}");
        bool number = set.Length == 0 || (int.TryParse(Given, NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given >= 1 && given <= Processors);
        return number && !(Torch > Processors)
            ? new Check(CheckState.Ok, "threads", found)
            : new Check(CheckState.Warn, "threads", found, string.Create(CultureInfo.InvariantCulture, $"set {Variable} to a number from 1 to {Processors}"));
    }
}
