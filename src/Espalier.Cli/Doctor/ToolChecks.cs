using System.Globalization;
using Espalier.Reports.Pictures;
using TorchSharp;

namespace Espalier.Cli.Doctor;

/// <summary>Looks at what training and reports need beside the runtime.</summary>
internal static class ToolChecks
{
    private const long LittleDisk = 2L << 30;

    public static IEnumerable<Check> All(string cache) => [.. Torch(), Font(), .. Cache(cache)];

    private static IEnumerable<Check> Torch()
    {
        Check loaded;
        bool cuda = false;
        try
        {
            using torch.Tensor two = torch.ones(1) + 1;
            cuda = torch.cuda.is_available();
            loaded = two.item<float>() == 2f
                ? new Check(CheckState.Ok, "libtorch", $"{torch.__version__}, {torch.get_num_threads()} threads")
                : new Check(CheckState.Fail, "libtorch", "1 + 1 is not 2", "install the native packages anew: dotnet restore --force");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            loaded = new Check(CheckState.Fail, "libtorch", $"does not load: {error.GetBaseException().Message.Split('\n')[0]}",
                "dotnet restore, on Linux x64, Windows x64 or macOS arm64; Linux needs glibc and libgomp1");
        }
        yield return loaded;
        string devices = cuda ? "cpu, cuda" : "cpu (cuda: build with -p:EspalierCuda=true on a machine with a GPU)";
        if (loaded.State == CheckState.Ok) yield return new Check(CheckState.Ok, "devices", devices);
    }

    private static Check Font()
    {
        try
        {
            return new Check(CheckState.Ok, "font", PictureFont.Find());
        }
        catch (FontMissingException error)
        {
            return new Check(CheckState.Warn, "font", error.Message, $"reports come without pictures; install fonts-dejavu-core, or name a .ttf file in {PictureFont.Variable}");
        }
    }

    private static IEnumerable<Check> Cache(string folder)
    {
        string full = Path.GetFullPath(folder);
        Check writable;
        try
        {
            bool made = !Directory.Exists(full);
            string probe = Path.Combine(full, $"doctor-{Guid.NewGuid():N}");
            AtomicFile.WriteAllText(probe, "ok");
            File.Delete(probe);
            long bytes = new DirectoryInfo(full).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            if (made) Directory.Delete(full);
            writable = new Check(CheckState.Ok, "cache", $"{full}, {Mebibytes(bytes)} in it");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            writable = new Check(CheckState.Fail, "cache", $"{full} cannot be written: {error.Message}", $"make it writable, or name another folder in {Workplace.CacheVariable}");
        }
        yield return writable;
        if (Path.GetPathRoot(full) is not { Length: > 0 } root) yield break;
        long free = new DriveInfo(Directory.Exists(full) ? full : root).AvailableFreeSpace;
        yield return free >= LittleDisk ? new Check(CheckState.Ok, "disk", $"{Mebibytes(free)} free")
            : new Check(CheckState.Warn, "disk", $"{Mebibytes(free)} free", "data sets, models and states of training want some GiB; delete old runs or the cache");
    }

    private static string Mebibytes(long bytes) => (bytes / (double)(1 << 20)).ToString("N1", CultureInfo.InvariantCulture) + " MiB";
}
