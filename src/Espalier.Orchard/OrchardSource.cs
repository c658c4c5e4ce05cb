using System.Globalization;
using Espalier.Features;
using Espalier.Sources;

namespace Espalier.Orchard;

/// <summary>The Orchard as a source of recipes and of the command line.</summary>
public sealed class OrchardSource : IDatasetSource
{
    /// <inheritdoc/>
    public string Name => "orchard";

    /// <inheritdoc/>
    public string Key(DatasetRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"orchard {OrchardWorld.Version}, features {PixelFeaturizer.Version}, seed {request.Seed}, {request.PoolQuestions} questions, " +
        $"{request.PretrainImages} pre-training images{(request.PretrainPictures ? " with pictures" : "")}");

    /// <inheritdoc/>
    public void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        OrchardWorld.Write(folder, new OrchardOptions(request.Seed, request.PoolQuestions, request.PretrainImages, request.PretrainPictures), progress, cancellation);
}
