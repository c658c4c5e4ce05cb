using System.Globalization;
using Espalier.Features;
using Espalier.Sources;

namespace Espalier.Vision;

/// <summary>
/// An ONNX model that describes pictures by regions: a detector with features, or a backbone whose cells are the regions. docs/features.md tells what it
/// must take and give. One picture at a time, so that each one's features do not depend on its neighbours. Not for several threads at once, except for
/// <see cref="Prepare"/>.
/// </summary>
public sealed class VisionModel : IDisposable
{
    private const string SettingsOrigin = "settings";

    private readonly OnnxSession _session;
    private readonly PictureTensor _tensor;
    private readonly string _path, _fingerprint;
    private readonly string[] _given;
    private OutputRoles? _roles;
    private float[] _pixels = [];

    private VisionModel(string path, string fingerprint, OnnxSession session, VisionSettings settings, string[] given)
    {
        (_path, _fingerprint, _session, Settings, _given) = (path, fingerprint, session, settings, given);
        _tensor = new PictureTensor(settings);
    }

    /// <summary>The settings in force; the names of outputs are known after a first picture.</summary>
    public VisionSettings Settings { get; private set; }

    /// <summary>
    /// What makes the features, in a line: the model's name and SHA-256 (of several files, that of all their hashes), and every setting that
    /// does something. Where it is the same, features are of one kind.
    /// </summary>
    /// <exception cref="InvalidOperationException">No picture has been described yet.</exception>
    public string Provenance
    {
        get
        {
            if (_roles is null) throw new InvalidOperationException("Outputs are known after a first picture.");
            return VisionProvenance.Write(Path.GetFileName(_path), _fingerprint,
                [.. VisionSettingKeys.All.Where(key => key.Concerns(_roles) && key.Show(Settings) is not null).Select(key => KeyValuePair.Create(key.Name, key.Show(Settings)!))]);
        }
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">An ONNX file; its weights may lie beside it.</param>
    /// <param name="settings">What is set otherwise than the model's metadata and the defaults say.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 for a thread a core.</param>
    /// <exception cref="InputException">
    /// The model is missing, none that ONNX Runtime loads, or does not take one picture; or a setting is none, or not the model's.
    /// </exception>
    public static VisionModel Open(string path, IReadOnlyCollection<KeyValuePair<string, string>> settings, int threads = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        string fingerprint = InputFingerprint.Of(OnnxFiles.Of(path));
        OnnxSession session = OnnxSession.Open(path, threads);
        try
        {
            VisionSettings own = VisionSettingsReader.Apply(new VisionSettings(), Own(session.Metadata), $"{path}, metadata");
            VisionSettings wanted = VisionSettingsReader.Apply(own, settings, SettingsOrigin);
            wanted = wanted with { Size = ModelInput.SizeOf(session.Height, session.Width, wanted, path) };
            return new VisionModel(path, fingerprint, session, wanted, [.. settings.Select(setting => setting.Key)]);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Loads the model that made some features, with the settings that it did so with.</summary>
    /// <param name="path">An ONNX file; its name need not be the same.</param>
    /// <param name="provenance">What the features' store says: <see cref="Provenance"/>.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 for a thread a core.</param>
    /// <exception cref="InputException">It is another model, or one that <see cref="Open"/> refuses.</exception>
    public static VisionModel OpenLike(string path, string provenance, int threads = 0)
    {
        (string fingerprint, KeyValuePair<string, string>[] settings) = VisionProvenance.Read(provenance);
        VisionModel model = Open(path, settings, threads);
        if (model._fingerprint == fingerprint) return model;
        model.Dispose();
        throw new InputException(path, "sha256", model._fingerprint, $"{fingerprint}, the model that made the features");
    }

    /// <summary>The most pixels of a picture as the model takes it.</summary>
    public long MaxPixels => Settings.Size is { } size ? (long)size.Height * size.Width
        : Math.Min(PixelImage.MaxPixels, (long)(Settings.Longest ?? VisionSettingKeys.MaxSide) * Math.Min(Settings.Shorter!.Value, Settings.Longest ?? VisionSettingKeys.MaxSide));

    /// <summary>Resizes a picture for the model. Safe for several threads.</summary>
    public PixelImage Prepare(PixelImage image) => _tensor.Resize(image);

    /// <summary>Describes a picture.</summary>
    /// <param name="record">Receives its regions.</param>
    /// <param name="imageId">Its id.</param>
    /// <param name="prepared">The picture, from <see cref="Prepare"/>.</param>
    /// <param name="picture">Its file, for messages.</param>
    /// <exception cref="InputException">The model's outputs are no regions, or it is not clear which are.</exception>
    public void Describe(RegionRecord record, long imageId, PixelImage prepared, string picture)
    {
        PictureSize size = new(prepared.Height, prepared.Width);
        int length = 3 * size.Height * size.Width;
        if (_pixels.Length < length) _pixels = GC.AllocateUninitializedArray<float>(length);
        _tensor.Write(prepared, _pixels.AsSpan(0, length));
        ModelOutput[] outputs = _session.Run(_pixels.AsMemory(0, length), size, _roles is null ? _session.Outputs : [.. _roles.Names], picture);
        if (_roles is null) Know(new OutputRoleFinder(outputs, Settings, _path).Find());
        ModelOutput features = Output(_roles!.Features)!;
        if (_roles.Boxes is null) new GridRegions(Settings, features).Fill(record, imageId, size, picture);
        else new DetectedRegions(Settings, features, Output(_roles.Boxes)!, Output(_roles.Scores)).Fill(record, imageId, size, picture);

        ModelOutput? Output(string? name) => outputs.FirstOrDefault(output => output.Name == name);
    }

    /// <summary>Describes a picture file.</summary>
    /// <param name="path">PNG or JPEG.</param>
    /// <exception cref="InputException">The picture is missing or damaged, or the model's outputs are no regions.</exception>
    public PictureRegions Describe(string path)
    {
        RegionRecord record = new();
        Describe(record, 0, Prepare(ImageFile.Decode(path)), path);
        string origin = string.Create(CultureInfo.InvariantCulture, $"{record.Regions} by {Path.GetFileName(_path)}");
        return new PictureRegions(record.Features.ToArray(), record.Boxes.ToArray(), origin);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Know(OutputRoles roles)
    {
        foreach (string name in roles.Names)
        {
            if (!VisionSettingKeys.IsName(name))
                throw new InputException(_path, "outputs", string.Create(CultureInfo.InvariantCulture, $"a name of {name.Length} characters"), "a short name without semicolons");
        }
        foreach (VisionSettingKey key in VisionSettingKeys.All.Where(key => _given.Contains(key.Name) && !key.Concerns(roles)))
        {
            if (key.Show(Settings) == VisionSettings.None) continue;
            string found = roles.Boxes is null ? "a backbone" : roles.Scores is null ? "a detector without scores" : "a detector";
            throw new InputException(SettingsOrigin, key.Name, $"{found}: features={roles.Features}, boxes={roles.Boxes ?? VisionSettings.None}", "settings that do something for the model");
        }
        _roles = roles;
        Settings = Settings with { Features = roles.Features, Boxes = roles.Boxes ?? VisionSettings.None, Scores = roles.Scores ?? VisionSettings.None };
    }

    private static KeyValuePair<string, string>[] Own(IReadOnlyDictionary<string, string> metadata) =>
    [
        .. metadata.Where(text => text.Key.StartsWith(VisionSettingsReader.MetadataPrefix, StringComparison.Ordinal))
            .Select(text => KeyValuePair.Create(text.Key[VisionSettingsReader.MetadataPrefix.Length..], text.Value))
            .OrderBy(text => text.Key, StringComparer.Ordinal),
    ];
}
