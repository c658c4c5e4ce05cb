using System.Globalization;
using Espalier.Features;

namespace Espalier.Vision;

/// <summary>
/// A detector's outputs as regions: those of the best scores, of which at least <see cref="VisionSettings.LeastRegions"/>, at most
/// <see cref="VisionSettings.MaxRegions"/>, and between these as many as reach the threshold (Anderson et al. 2018, code). Without scores the first ones.
/// </summary>
/// <param name="settings">How many, and what boxes are measured in.</param>
/// <param name="features">[R, D] or [1, R, D].</param>
/// <param name="boxes">[R, 4] or [1, R, 4]: x1, y1, x2, y2.</param>
/// <param name="scores">[R] or [1, R]; null for none.</param>
internal sealed class DetectedRegions(VisionSettings settings, ModelOutput features, ModelOutput boxes, ModelOutput? scores)
{
    /// <summary>Fills a record.</summary>
    /// <param name="record">Receives the image.</param>
    /// <param name="imageId">Its id.</param>
    /// <param name="size">Of the picture that the model got.</param>
    /// <param name="picture">Its file, for messages.</param>
    /// <exception cref="InputException">There are no regions, or the outputs are none that a store takes.</exception>
    public void Fill(RegionRecord record, long imageId, PictureSize size, string picture)
    {
        if (features.Matrix is not var (rows, columns) || boxes.Matrix is not { Columns: 4 } four || four.Rows != rows || (scores is not null && scores.Vector != rows))
        {
            throw new InputException(picture, "outputs", string.Join(", ", new[] { features, boxes, scores }.OfType<ModelOutput>()),
                $"features [R, D], boxes [R, 4]{(scores is null ? "" : " and scores [R]")} of as many regions R");
        }
        if (rows == 0) throw new InputException(picture, $"output {boxes.Name}", "no regions", "at least one; a detector that is less strict finds it");
        if (columns is < 1 or > RegionRecord.MaxFeatureSize)
            throw new InputException(picture, $"output {features.Name}", $"{columns} numbers a region", $"1 to {RegionRecord.MaxFeatureSize}");
        int[] kept = Kept((int)rows, picture);
        int width = (int)columns;
        record.Reset(imageId, kept.Length, width);
        for (int i = 0; i < kept.Length; i++)
        {
            features.Values.AsSpan(kept[i] * width, width).CopyTo(record.Features[(i * width)..]);
            CheckBox(kept[i], size, picture);
            boxes.Values.AsSpan(kept[i] * 4, 4).CopyTo(record.Boxes[(i * 4)..]);
        }
        FiniteNumbers.Require(record.Features, features.Name, picture);
        if (settings.BoxUnit == BoxUnit.Pixels) CheckUnit(record.Boxes, size, picture);
        record.Normalise(Unit(size).Width, Unit(size).Height);
    }

    private int[] Kept(int rows, string picture)
    {
        if (scores is null) return [.. Enumerable.Range(0, Math.Min(rows, settings.MaxRegions))];
        FiniteNumbers.Require(scores.Values, scores.Name, picture);
        // In the order of the model where scores are equal.
        int[] best = [.. Enumerable.Range(0, rows).OrderByDescending(row => scores.Values[row])];
        int good = scores.Values.Count(score => score >= settings.Threshold);
        return best[..Math.Min(rows, Math.Clamp(good, settings.LeastRegions, settings.MaxRegions))];
    }

    private (float Width, float Height) Unit(PictureSize size) => settings.BoxUnit == BoxUnit.Pixels ? (size.Width, size.Height) : (1, 1);

    private void CheckBox(int row, PictureSize size, string picture)
    {
        ReadOnlySpan<float> box = boxes.Values.AsSpan(row * 4, 4);
        (float width, float height) = Unit(size);
        if (IsWithin(box[0], width) && IsWithin(box[2], width) && IsWithin(box[1], height) && IsWithin(box[3], height) && box[0] <= box[2] && box[1] <= box[3]) return;
        throw new InputException(picture, $"box {row} of output {boxes.Name}", string.Create(CultureInfo.InvariantCulture, $"{box[0]} {box[1]} {box[2]} {box[3]}"),
            settings.BoxUnit == BoxUnit.Pixels
                ? $"x1 y1 x2 y2, x1 <= x2 and y1 <= y2, in pixels of the picture as the model gets it, {size.Width} wide and {size.Height} high; box-unit=fraction if they are fractions"
                : "x1 y1 x2 y2, x1 <= x2 and y1 <= y2, as fractions of width and height; box-unit=pixels if they are pixels");
    }

    // NaN is not within.
    private static bool IsWithin(float place, float length) => place >= -RegionRecord.Slack * length && place <= (1 + RegionRecord.Slack) * length;

    // Fractions that are taken for pixels are all within the picture's first one, which would not be noticed.
    private void CheckUnit(ReadOnlySpan<float> kept, PictureSize size, string picture)
    {
        if (size.Width < 4 || size.Height < 4 || kept.ContainsAnyExceptInRange(-1, 1)) return;
        throw new InputException(picture, $"output {boxes.Name}", "boxes that all lie within the first pixel", "boxes in pixels, or the setting box-unit=fraction");
    }
}
