namespace Espalier.Run.Benching;

/// <summary>What questions took that were asked together, in milliseconds of one of them.</summary>
/// <param name="Batch">How many were asked together.</param>
/// <param name="Median">The median over all times that they were asked.</param>
/// <param name="Fastest">The shortest.</param>
/// <param name="NineOfTen">What nine of ten stayed within.</param>
internal sealed record QuestionTimes(int Batch, double Median, double Fastest, double NineOfTen)
{
    /// <summary>Sums up times.</summary>
    /// <param name="batch">How many questions were asked together.</param>
    /// <param name="milliseconds">What all of them took, each time; at least one.</param>
    public static QuestionTimes Of(int batch, IEnumerable<double> milliseconds)
    {
        double[] each = [.. milliseconds.Select(time => time / batch).Order()];
        return new QuestionTimes(batch, (each[(each.Length - 1) / 2] + each[each.Length / 2]) / 2, each[0], each[(int)Math.Ceiling(0.9 * each.Length) - 1]);
    }
}
