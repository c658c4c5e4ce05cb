namespace Espalier.Features;

/// <summary>What arrays are called in published files.</summary>
internal static class Hdf5Names
{
    /// <summary>Letters of the longest name of an image that is read.</summary>
    public const int LongestId = 1 << 12;

    public static readonly string[]
        Features = ["image_features", "features"],
        /* x1, y1, x2, y2, width, height as fractions. */
        Fractions = ["spatial_features"],
        Boxes = ["image_bb", "boxes", "bbox", "bboxes"],
        Spans = ["pos_boxes"],
        Counts = ["num_boxes", "num_bbox", "num_bboxes"],
        Ids = ["image_ids", "image_id", "img_ids", "img_id"],
        Widths = ["image_w", "img_w", "width"],
        Heights = ["image_h", "img_h", "height"];
}
