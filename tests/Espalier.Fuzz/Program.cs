using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Espalier.Fuzz;
using SharpFuzz;

// READER is one of FileReaders.Names.
//   names                    the readers, a line each
//   seeds READER FOLDER      writes files to begin with, and beside the folder a dictionary of the words in them
//   fuzz READER              under afl-fuzz: reads what it sends, over and over
//   replay READER FILE...    reads files and shows what each gives; exit code 1 if one gives what none may
string scratch = Directory.CreateTempSubdirectory("espalier-fuzz-").FullName;
try
{
    switch (args)
    {
        case ["names"]:
            foreach (string name in FileReaders.Names) Console.WriteLine(name);
            return 0;
        case ["seeds", var name, var folder]:
            WriteSeeds(FileReaders.Create(name, scratch), folder);
            return 0;
        case ["fuzz", var name]:
            // Made within the first call: instrumented code needs the memory that the fuzzer shares.
            FileReader? reader = null;
            Fuzzer.OutOfProcess.Run(stream =>
            {
                using MemoryStream bytes = new();
                stream.CopyTo(bytes);
                Guard.Read(reader ??= FileReaders.Create(name, scratch), bytes.ToArray());
            });
            return 0;
        case ["replay", var name, .. var files]:
            FileReader again = FileReaders.Create(name, scratch);
            // All of them, also behind one that fails.
            return files.Select(file => Replay(again, file)).ToArray().All(good => good) ? 0 : 1;
        default:
            Console.Error.WriteLine($"Espalier.Fuzz names | seeds READER FOLDER | fuzz READER | replay READER FILE...; readers: {string.Join(", ", FileReaders.Names)}");
            return 1;
    }
}
finally
{
    Directory.Delete(scratch, recursive: true);
}

static void WriteSeeds(FileReader reader, string folder)
{
    Directory.CreateDirectory(folder);
    SortedSet<string> words = new(StringComparer.Ordinal);
    foreach ((string name, byte[] bytes) in reader.Seeds())
    {
        if (Guard.Read(reader, bytes) is { } refused) throw new InvalidOperationException($"The seed {name} is refused: {refused}");
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        foreach (Match word in Regex.Matches(Encoding.Latin1.GetString(bytes), @"[A-Za-z_][A-Za-z0-9_./:+-]{2,30}")) words.Add(word.Value);
    }
    File.WriteAllLines(folder + ".dict", words.Take(500).Select(word => $"\"{word}\""));
}

static bool Replay(FileReader reader, string file)
{
    Stopwatch watch = Stopwatch.StartNew();
    try
    {
        string? refused = Guard.Read(reader, File.ReadAllBytes(file));
        Console.WriteLine($"{file}: {watch.Elapsed.TotalSeconds:F2} s, {(refused is null ? "read" : "refused: " + refused)}");
        return true;
    }
    catch (Exception error)
    {
        Console.WriteLine($"{file}: {watch.Elapsed.TotalSeconds:F2} s, {error}");
        return false;
    }
}
