using System.Text.Json;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// Which kinds of things each picture shows, by a detector or by people: what the shortcuts from vision to answer start from. On disk
/// (objects.json) <c>{ "images": [ { "image_id": 42, "objects": ["person", "dog"] }, ... ] }</c>, or the list alone; may be gzip or zip.
/// </summary>
public sealed class ImageObjects
{
    /// <summary>What a prepared data set calls the file.</summary>
    public const string FileName = "objects.json";

    private const int MaxNameLength = 256, FlushAt = 1 << 16;
    private readonly Dictionary<long, int[]> images;

    private ImageObjects(string[] names, Dictionary<long, int[]> images) => (Names, this.images) = (names, images);

    /// <summary>The kinds, in ordinal order; a kind's place is its number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many images are known.</summary>
    public int ImageCount => images.Count;

    /// <summary>Whether anything was said about an image, be it that it shows nothing.</summary>
    public bool Knows(long imageId) => images.ContainsKey(imageId);

    /// <summary>The distinct kinds in an image, ascending; empty for an image that is not known.</summary>
    public IReadOnlyList<int> Of(long imageId) => images.GetValueOrDefault(imageId, []);

    /// <summary>Gathers the kinds of images.</summary>
    /// <param name="images">Each image once, with the names of what it shows; a name may come several times.</param>
    public static ImageObjects Of(IEnumerable<KeyValuePair<long, IReadOnlyCollection<string>>> images)
    {
        Dictionary<long, IReadOnlyCollection<string>> all = images.ToDictionary();
        string[] names = [.. all.Values.SelectMany(kinds => kinds).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        return new ImageObjects(names, all.ToDictionary(image => image.Key, image => image.Value.Select(name => numbers[name]).Distinct().Order().ToArray()));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is damaged, or has an image twice.</exception>
    public static ImageObjects Read(string path)
    {
        TextPool pool = new();
        Dictionary<long, IReadOnlyCollection<string>> images = [];
        using JsonRecords records = new(InputStream.Open(path), path, "images");
        foreach (JsonRecord record in records.Read())
        {
            long id = record.Id("image_id");
            JsonRecord list = record.Find("objects") ?? throw record.Wrong("no \"objects\"", "a list of names");
            string[] names = [.. list.Items().Select(name => pool.Share(name.AsText(MaxNameLength))).Distinct(StringComparer.Ordinal)];
            if (!images.TryAdd(id, names)) throw record.Wrong($"image {id} a second time", "each image once");
        }
        return Of(images);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteStartArray("images");
        foreach ((long id, int[] kinds) in images.OrderBy(image => image.Key))
        {
            json.WriteStartObject();
            json.WriteNumber("image_id", id);
            json.WriteStartArray("objects");
            foreach (int kind in kinds) json.WriteStringValue(Names[kind]);
            json.WriteEndArray();
            json.WriteEndObject();
            if (json.BytesPending > FlushAt) json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
