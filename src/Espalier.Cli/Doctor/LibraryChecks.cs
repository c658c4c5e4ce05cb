using Espalier.Reports.Pictures;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;
using TorchSharp;

namespace Espalier.Cli.Doctor;

/// <summary>Looks whether native libraries load and do what they are for, and whether pictures have a font.</summary>
internal static class LibraryChecks
{
    /// <summary>What libtorch is called here.</summary>
    public const string Torch = "libtorch";

    private const string Restore = "dotnet restore --force, on Linux x64, Windows x64 or macOS arm64";

    public static IEnumerable<Check> All() =>
    [
        Native(Torch, Add, CheckState.Fail, $"{Restore}; Linux needs glibc and libgomp1"),
        Native("skia", Draw, CheckState.Fail, $"{Restore}; the Orchard and reports draw with it"),
        Native("onnx", () => (OrtEnv.Instance().GetVersionString(), ""), CheckState.Warn, $"{Restore}; only --onnx needs it"),
        Font(Environment.GetEnvironmentVariable(PictureFont.Variable), PictureFont.Folders),
    ];

    /// <summary>Uses a native library.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="use">Uses it, and gives its version and what it did wrong, empty if nothing; throws where it does not load.</param>
    /// <param name="without">How things are without it.</param>
    /// <param name="remedy">What helps.</param>
    public static Check Native(string what, Func<(string Version, string Wrong)> use, CheckState without, string remedy)
    {
        try
        {
            (string version, string wrong) = use();
            return wrong.Length == 0 ? new Check(CheckState.Ok, what, version) : new Check(without, what, $"{version} loads, but {wrong}", remedy);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Check(without, what, $"does not load: {error.GetBaseException().Message.Split('\n')[0]}", remedy);
        }
    }

    /// <summary>Looks for the font of pictures; parameters are as in <see cref="PictureFont.Find(string?, IReadOnlyList{string})"/>.</summary>
    public static Check Font(string? wanted, IReadOnlyList<string> folders)
    {
        try
        {
            return new Check(CheckState.Ok, "font", PictureFont.Find(wanted, folders));
        }
        catch (FontMissingException error)
        {
            return new Check(CheckState.Warn, "font", error.Message, $"reports come without pictures; install fonts-dejavu-core, or name a .ttf file in {PictureFont.Variable}");
        }
    }

    private static (string Version, string Wrong) Add()
    {
        using torch.Tensor two = torch.ones(1) + 1;
        return (torch.__version__, two.item<float>() == 2f ? "" : "1 + 1 is not 2");
    }

    private static (string Version, string Wrong) Draw()
    {
        using SKBitmap bitmap = new(1, 1);
        bitmap.Erase(SKColors.Red);
        return (SkiaSharpVersion.Native.ToString(), bitmap.GetPixel(0, 0) == SKColors.Red ? "" : "red is not red");
    }
}
