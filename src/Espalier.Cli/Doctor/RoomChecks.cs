using System.Globalization;

namespace Espalier.Cli.Doctor;

/// <summary>Looks whether there is enough memory and disk, and whether the cache can be written.</summary>
internal static class RoomChecks
{
    // What the quickstart takes, and what the base size does (bench/README.md: 6.2 GiB in stage 2 with 8 questions at once).
    private const double QuickstartGiB = 2, BaseGiB = 8;
    private const long LittleDisk = 2L << 30;

    /// <summary>Memory that the process may use.</summary>
    public static Check Memory(long bytes)
    {
        double gib = bytes / (double)(1L << 30);
        string shown = string.Create(CultureInfo.InvariantCulture, $"{gib:0.0} GiB for this process");
        if (gib < QuickstartGiB)
            return new Check(CheckState.Warn, "memory", shown, $"the quickstart takes {QuickstartGiB} GiB; set stage1.micro-batch and stage2.micro-batch to 16, or give the container more");
        return new Check(CheckState.Ok, "memory", gib < BaseGiB ? $"{shown}: enough for model.size: tiny; base wants {BaseGiB} GiB" : shown);
    }

    /// <summary>What is free on the disk of a folder.</summary>
    /// <param name="what">What the folder is for.</param>
    /// <param name="free">Bytes.</param>
    public static Check Disk(string what, long free) => free >= LittleDisk
        ? new Check(CheckState.Ok, "disk", $"{Mebibytes(free)} free for {what}")
        : new Check(CheckState.Warn, "disk", $"{Mebibytes(free)} free for {what}", "data sets, models and states of training want some GiB; delete old runs or the cache, or work on another disk");

    /// <summary>Whether the cache can be written, and its disk and that of the present folder, where runs go.</summary>
    /// <param name="cache">The cache's folder; it need not be there.</param>
    public static IEnumerable<Check> Folders(string cache)
    {
        string full = Path.GetFullPath(cache);
        yield return Cache(full);
        string at = full;
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } parent) at = parent;
        DriveInfo one = new(at), other = new(Environment.CurrentDirectory);
        bool same = one.AvailableFreeSpace == other.AvailableFreeSpace && one.TotalSize == other.TotalSize;
        yield return Disk(same ? "runs and the cache" : "the cache", one.AvailableFreeSpace);
        if (!same) yield return Disk("runs", other.AvailableFreeSpace);
    }

    private static Check Cache(string full)
    {
        try
        {
            bool made = !Directory.Exists(full);
            string probe = Path.Combine(full, $"doctor-{Guid.NewGuid():N}");
            AtomicFile.WriteAllText(probe, "ok");
            File.Delete(probe);
            long bytes = new DirectoryInfo(full).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            if (made) Directory.Delete(full);
            return new Check(CheckState.Ok, "cache", $"{full}, {Mebibytes(bytes)} in it");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Check(CheckState.Fail, "cache", $"{full} cannot be written: {error.Message}", $"make it writable, or name another folder in {Workplace.CacheVariable}");
        }
    }

    private static string Mebibytes(long bytes) => (bytes / (double)(1 << 20)).ToString("N1", CultureInfo.InvariantCulture) + " MiB";
}
