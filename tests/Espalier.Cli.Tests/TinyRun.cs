namespace Espalier.Cli.Tests;

/// <summary>A run of a very small model, made by the command line once for all tests that look at runs. They must not change it.</summary>
internal static class TinyRun
{
    /// <summary>Smaller than any recipe that comes along.</summary>
    public const string Yaml = """
        # A very small run.
        name: tiny
        data: { source: orchard, train: 300, minimum-answer-count: 3, question-length: 12 }
        model: { hidden: 16, heads: 2, intermediate: 32, layers: [1, 1, 1], precision: fp32 }
        pretrain: { images: 40, epochs: 1, batch: 64 }
        stage1: { epochs: 1, batch: 64, learning-rate: 1e-3 }
        stage2: { sparsity: 0.5, epochs: 1, batch: 64, learning-rate: 1e-3 }
        compare:
          - { stage1: bce }
          - { stage1: lpf, stage2: lmh }

        """;

    private static readonly Lazy<string> Made = new(() =>
    {
        string folder = Path.Combine(TestAssembly.Root, "runs", "tiny");
        Output = Cli.Print("run", Recipe!, "--out", folder);
        return folder;
    });

    /// <summary>The recipe's file.</summary>
    public static string Recipe { get; } = WriteRecipe();

    /// <summary>The run's folder.</summary>
    public static string Folder => Made.Value;

    /// <summary>What `run` printed.</summary>
    public static string Output { get; private set; } = "";

    /// <summary>A picture of the run's data.</summary>
    public static string Picture
    {
        get
        {
            _ = Folder;
            return Directory.GetDirectories(Path.Combine(TestAssembly.Root, "cache", "data")).Select(folder => Path.Combine(folder, "images", "1.png")).First(File.Exists);
        }
    }

    /// <summary>A copy that a test may damage.</summary>
    /// <param name="target">A new folder.</param>
    public static string CopyTo(string target)
    {
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return target;
    }

    private static string WriteRecipe()
    {
        string path = Path.Combine(TestAssembly.Root, "tiny.yaml");
        File.WriteAllText(path, Yaml);
        return path;
    }
}
