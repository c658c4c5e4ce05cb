namespace Espalier.Answering;

/// <summary>What can go wrong with weights and pictures that are good each by itself.</summary>
internal static class ScoreFault
{
    /// <summary>Weights and features that are finite may still give sums that are not.</summary>
    /// <param name="path">The model's file.</param>
    public static InputException NotFinite(string path) =>
        new(path, "logits", "some that are no finite numbers", "weights, and features of pictures, that are small enough to be computed with");
}
