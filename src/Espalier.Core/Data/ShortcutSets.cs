using System.Text.Json;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// The nine OOD sets of a test part as lists of its question ids (Si et al. 2022): for each shortcut, the questions whose answer is rare
/// where the shortcut leads. As all nine are views of one part, one pass of predictions scores them all. On disk
/// (shortcuts/PART.json) <c>{ "QT": [ids], "KW": [ids], ... }</c>.
/// </summary>
public sealed class ShortcutSets
{
    private readonly Dictionary<string, IReadOnlyList<long>> sets;

    /// <param name="sets">Ids by shortcut; a shortcut that is left out has an empty set.</param>
    public ShortcutSets(IReadOnlyDictionary<string, IReadOnlyList<long>> sets) => this.sets =
        VqaVsReader.Shortcuts.ToDictionary(name => name, IReadOnlyList<long> (name) => [.. sets.GetValueOrDefault(name, []).Order()]);

    /// <summary>The ids of a shortcut's set, ascending; empty where the data do not have it.</summary>
    /// <param name="shortcut">One of <see cref="VqaVsReader.Shortcuts"/>.</param>
    public IReadOnlyList<long> this[string shortcut] => sets[shortcut];

    /// <summary>The shortcuts that have questions, in the order of <see cref="VqaVsReader.Shortcuts"/>.</summary>
    public IReadOnlyList<string> Present => [.. VqaVsReader.Shortcuts.Where(name => sets[name].Count > 0)];

    /// <summary>Every question that is in one of the sets, ascending.</summary>
    public IReadOnlyList<long> Union() => [.. sets.Values.SelectMany(ids => ids).Distinct().Order()];

    /// <summary>Reads the file of a prepared data set.</summary>
    /// <exception cref="InputException">It is damaged, lacks a shortcut, or has an id twice in a set.</exception>
    public static ShortcutSets Read(string path) => Read(path, () => InputStream.Open(path), shortcut => shortcut);

    /// <summary>Reads nine lists of ids that stand under properties of one JSON object, each in a streaming pass.</summary>
    internal static ShortcutSets Read(string file, Func<Stream> open, Func<string, string> property)
    {
        Dictionary<string, IReadOnlyList<long>> sets = [];
        foreach (string shortcut in VqaVsReader.Shortcuts)
        {
            using JsonRecords records = new(open(), file, property(shortcut));
            HashSet<long> ids = [];
            foreach (JsonRecord record in records.Read())
            {
                if (!ids.Add(record.AsId())) throw record.Wrong($"question {record.AsId()} a second time", "each id once in a set");
            }
            sets[shortcut] = [.. ids];
        }
        return new ShortcutSets(sets);
    }

    /// <summary>Refuses ids that a part does not have.</summary>
    /// <param name="part">The part that the sets are views of.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="InputException">A set has a question that the part has not.</exception>
    public void RequireIn(VqaDataset part, string source)
    {
        HashSet<long> known = [.. part.Examples.Select(example => example.QuestionId)];
        foreach (string shortcut in Present)
        {
            long[] strange = [.. sets[shortcut].Where(id => !known.Contains(id))];
            if (strange.Length > 0)
                throw new InputException(source, $"set {shortcut}", $"{strange.Length:N0} question(s) ({Ids.List(strange)})", $"only questions of {part.Name}");
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        foreach (string shortcut in VqaVsReader.Shortcuts)
        {
            json.WriteStartArray(shortcut);
            foreach (long id in sets[shortcut]) json.WriteNumberValue(id);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });
}
