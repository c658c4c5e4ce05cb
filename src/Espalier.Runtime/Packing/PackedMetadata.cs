using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Packing;

/// <summary>What a packed file says of its model, as the texts of its metadata.</summary>
internal static class PackedMetadata
{
    private const string FormatKey = "format", VersionKey = "version", ConfigKey = "config", PiecesKey = "vocabulary", AnswersKey = "answers", RegionsKey = "regions",
        QuestionKey = "question", LineageKey = "lineage", ScoresKey = "scores", RankingKey = "ranking";

    // As in recipes. Attention takes the square of it, and a table of positions that is zero takes next to no room in a file.
    private const int LongestQuestion = 512;

    /// <summary>The texts, in the order in which they are written.</summary>
    /// <exception cref="ArgumentException">A piece or an answer is no line of its own.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Write(PackedDescription model)
    {
        PackedQuestionForm question = new(model.Question.Length, model.Question.Form == EncodingForm.Standard ? PackedQuestionForm.Standard : PackedQuestionForm.Bare);
        List<KeyValuePair<string, string>> texts =
        [
            new(FormatKey, PackedFormat.Name),
            new(VersionKey, PackedFormat.Version),
            new(ConfigKey, model.Config),
            new(QuestionKey, JsonSerializer.Serialize(question, PackedJson.Default.PackedQuestionForm)),
            new(RegionsKey, model.Regions.ToJson()),
            new(LineageKey, JsonSerializer.Serialize(model.Lineage, PackedJson.Default.PackedLineage)),
        ];
        if (model.Ranking is { } ranking) texts.Add(new(RankingKey, JsonSerializer.Serialize(ranking, PackedJson.Default.PackedRanking)));
        if (model.Scores is { } scores) texts.Add(new(ScoresKey, JsonSerializer.Serialize(scores, PackedJson.Default.PackedScores)));
        texts.Add(new(AnswersKey, Joined(model.Answers.Answers)));
        texts.Add(new(PiecesKey, Joined(model.Tokenizer.Vocabulary)));
        return texts;
    }

    /// <summary>Reads the texts.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="metadata">Its texts; those of other keys are passed over.</param>
    /// <exception cref="InputException">One is missing or is not what it must be.</exception>
    public static PackedDescription Read(string path, IReadOnlyDictionary<string, string> metadata)
    {
        Require(FormatKey, PackedFormat.Name);
        Require(VersionKey, PackedFormat.Version);
        PackedQuestionForm question = Json(path, QuestionKey, Text(path, metadata, QuestionKey), PackedJson.Default.PackedQuestionForm);
        if (question.Form is not (PackedQuestionForm.Standard or PackedQuestionForm.Bare))
            throw Bad(path, QuestionKey, $"the form \"{question.Form}\"", $"\"{PackedQuestionForm.Standard}\" or \"{PackedQuestionForm.Bare}\"");
        if (question.Length is < 3 or > LongestQuestion) throw Bad(path, QuestionKey, $"a length of {question.Length}", $"3 to {LongestQuestion}");
        return new PackedDescription(
            Text(path, metadata, ConfigKey),
            Under(path, PiecesKey, () => new WordPieceTokenizer(Lines(PiecesKey))),
            Under(path, AnswersKey, () => new AnswerVocabulary(Lines(AnswersKey))),
            Under(path, RegionsKey, () => RegionForm.Parse(Encoding.UTF8.GetBytes(Text(path, metadata, RegionsKey)), path)),
            new EncodingOptions(question.Length, question.Form == PackedQuestionForm.Standard ? EncodingForm.Standard : EncodingForm.Bare),
            Json(path, LineageKey, Text(path, metadata, LineageKey), PackedJson.Default.PackedLineage),
            metadata.TryGetValue(ScoresKey, out string? scores) ? Json(path, ScoresKey, scores, PackedJson.Default.PackedScores) : null,
            metadata.TryGetValue(RankingKey, out string? ranking) ? Ranking(Json(path, RankingKey, ranking, PackedJson.Default.PackedRanking)) : null);

        PackedRanking Ranking(PackedRanking read) => read.Shortlist >= 1 ? read : throw Bad(path, RankingKey, $"a shortlist of {read.Shortlist}", "1 or more");

        void Require(string key, string expected)
        {
            string? found = metadata.GetValueOrDefault(key);
            if (found != expected) throw Bad(path, key, found is null ? "nothing" : $"\"{found}\"", $"\"{expected}\", as a packed model of this version has");
        }

        string[] Lines(string key)
        {
            string text = Text(path, metadata, key);
            if (!text.EndsWith('\n')) throw Bad(path, key, "a text that does not end with a line end", "lines, each with its end");
            string[] lines = new string[text.AsSpan().Count('\n')];
            for (int i = 0, start = 0, end; i < lines.Length; i++, start = end + 1) lines[i] = text[start..(end = text.IndexOf('\n', start))];
            return lines;
        }
    }

    /// <summary>A text that must be there.</summary>
    public static string Text(string path, IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.GetValueOrDefault(key) ?? throw Bad(path, key, "nothing", "a text, as a packed model has");

    /// <summary>Reads a text as JSON.</summary>
    /// <exception cref="InputException">It is not such JSON.</exception>
    public static T Json<T>(string path, string key, string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InputException(path, $"{Place(key)}, {error.Path ?? "$"}", error.Message, $"the JSON of a {type.Type.Name}", error);
        }
    }

    private static string Joined(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        foreach (string line in lines)
        {
            if (line.Contains('\n')) throw new ArgumentException($"\"{line}\" has a line end in it.", nameof(lines));
            text.Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static T Under<T>(string path, string key, Func<T> read)
    {
        try
        {
            return read();
        }
        // What it is about is a text of this file.
        catch (InputException error) when (!error.Place.StartsWith(Place(key), StringComparison.Ordinal))
        {
            throw new InputException(path, $"{Place(key)}, {error.Place}", error.Found, error.Expected, error);
        }
    }

    private static string Place(string key) => $"metadata \"{key}\"";

    private static InputException Bad(string path, string key, string found, string expected) => new(path, Place(key), found, expected);
}
