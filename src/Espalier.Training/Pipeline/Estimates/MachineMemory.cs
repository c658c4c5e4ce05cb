using System.Globalization;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>The memory that this process may use.</summary>
/// <param name="Total">Bytes of the machine, or of the control group (container, batch job) that the process is in, if that has fewer.</param>
/// <param name="Available">Bytes of it that nothing else holds now.</param>
public sealed record MachineMemory(long Total, long Available)
{
    /// <summary>This machine's, as it is now.</summary>
    public static MachineMemory Here() => OperatingSystem.IsLinux() && Read("/") is { } linux ? linux : OfRuntime();

    /// <summary>What a Linux system says.</summary>
    /// <param name="root">Where its /proc and /sys are.</param>
    /// <returns>Null where it says nothing.</returns>
    internal static MachineMemory? Read(string root)
    {
        if (Lines(Path.Combine(root, "proc/meminfo")) is not { } info) return null;
        if (Field(info, "MemTotal:") is not { } total || Field(info, "MemAvailable:") is not { } available) return null;
        foreach ((string folder, Names names) in ControlGroups(root))
        {
            if (Number(Path.Combine(folder, names.Limit)) is not { } limit || limit >= total) continue;
            // Pages of files can be taken back.
            long files = Field(Lines(Path.Combine(folder, "memory.stat")) ?? [], names.Files) ?? 0;
            (total, available) = (limit, Math.Min(available, limit - Math.Max(0, (Number(Path.Combine(folder, names.Used)) ?? 0) - files)));
        }
        return new MachineMemory(total, Math.Max(0, available));
    }

    // The group of the process and all groups around it; in a container only the outermost may be seen.
    private static IEnumerable<(string Folder, Names Names)> ControlGroups(string root)
    {
        foreach (string line in Lines(Path.Combine(root, "proc/self/cgroup")) ?? [])
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length != 3) continue;
            bool unified = parts[1].Length == 0;
            if (!unified && !parts[1].Split(',').Contains("memory")) continue;
            string top = Path.Combine(root, unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
            for (string? group = parts[2].Trim('/'); group is not null; group = group.Length == 0 ? null : Path.GetDirectoryName(group))
                yield return (Path.Combine(top, group), unified ? Names.Unified : Names.Legacy);
        }
    }

    private static MachineMemory OfRuntime()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return new MachineMemory(info.TotalAvailableMemoryBytes, Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes));
    }

    // "MemTotal:  24684384 kB", "inactive_file 1056768".
    private static long? Field(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length < 2 || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return null;
        return words.Length > 2 && words[2] == "kB" ? number << 10 : number;
    }

    private static long? Number(string file) =>
        Lines(file) is [var line, ..] && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string[]? Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Names(string Limit, string Used, string Files)
    {
        public static Names Unified { get; } = new("memory.max", "memory.current", "inactive_file");

        public static Names Legacy { get; } = new("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
    }
}
