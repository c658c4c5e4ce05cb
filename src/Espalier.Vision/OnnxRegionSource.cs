using Espalier.Features;

namespace Espalier.Vision;

/// <summary>
/// Pictures, described by an ONNX model, as a source of region features. They are decoded and resized on several threads while the model runs. A
/// conversion that was stopped goes on where model, settings and folders are the same; a picture that was done is not looked at again.
/// </summary>
/// <param name="model">The model; disposed of with the source.</param>
/// <param name="folders">Folders of pictures, at least one.</param>
public sealed class OnnxRegionSource(VisionModel model, IReadOnlyList<string> folders) : IRegionSource
{
    // Of resized pictures that wait for the model.
    private const long MostWaiting = 256L << 20;

    private readonly Lazy<(long Id, string File)[]> _pictures = new(() => PictureFolders.Find(folders));
    private int? _featureSize;

    // Not the pictures' number: one that cannot be read is removed or repaired, and the work goes on.
    /// <inheritdoc/>
    public string Origin => $"onnx 1: {Provenance}; {string.Join(", ", folders.Select(Path.GetFullPath))}";

    /// <inheritdoc/>
    public string Provenance
    {
        get
        {
            _ = FeatureSize;
            return model.Provenance;
        }
    }

    /// <inheritdoc/>
    public string Unit => "images";

    /// <inheritdoc/>
    public long Total => _pictures.Value.Length;

    // A kill costs the time of some tens of pictures.
    /// <inheritdoc/>
    public long KeepEvery => 4L << 20;

    /// <inheritdoc/>
    public int FeatureSize
    {
        get
        {
            if (_featureSize is { } known) return known;
            (long id, string file) = _pictures.Value[0];
            RegionRecord record = new();
            model.Describe(record, id, model.Prepare(ImageFile.Decode(file)), file);
            _featureSize = record.FeatureSize;
            return record.FeatureSize;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done)
    {
        int next = 0, size = (int)Math.Clamp(MostWaiting / (2 * 3 * model.MaxPixels), 1, DecodedBlocks.UsualSize);
        (long Id, string File)[] pictures = _pictures.Value, slots = new (long, string)[2 * size];
        RegionRecord record = new();
        long read = pictures.Count(picture => done.Contains(picture.Id));
        foreach (IEnumerable<Waiting> block in DecodedBlocks.Run<Waiting>(Next, Decode, size))
        {
            foreach (Waiting picture in block)
            {
                model.Describe(record, picture.Id, picture.Image!, picture.File);
                picture.Image = null;
                yield return ([record], ++read);
            }
        }

        bool Next(int slot)
        {
            while (next < pictures.Length && done.Contains(pictures[next].Id)) next++;
            if (next == pictures.Length) return false;
            slots[slot] = pictures[next++];
            return true;
        }

        bool Decode(int slot, Waiting picture)
        {
            (picture.Id, picture.File) = slots[slot];
            picture.Image = model.Prepare(ImageFile.Decode(picture.File));
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private sealed class Waiting
    {
        public long Id { get; set; }

        public string File { get; set; } = "";

        public PixelImage? Image { get; set; }
    }
}
