using System.Globalization;

namespace Espalier.Reports.Tables;

/// <summary>Numbers as reports show them, the same on every machine; what was not measured is never shown as zero.</summary>
internal static class Show
{
    public const string NotMeasured = "not measured";

    public const double Million = 1 << 20;

    public static string Percent(double? value) => Number(value, "0.00");

    public static string Points(double? value) => Number(value, "+0.00;−0.00;0.00");

    public static string Share(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Parameters in the unit of the literature, M = 2^20.</summary>
    public static string Millions(long value) => Number(value / Million, value < Million * 10 ? "0.00" : "0.0");

    public static string Bytes(long? value) => value switch
    {
        null => NotMeasured,
        < 1 << 20 => Number(value / 1024.0, "0.0") + " KiB",
        < 1 << 30 => Number(value / 1048576.0, "0.00") + " MiB",
        _ => Number(value / 1073741824.0, "0.00") + " GiB",
    };

    public static string Milliseconds(double? value) => Number(value, value < 10 ? "0.00" : "0.0");

    public static string Seconds(double? value) => Number(value, "0.0");

    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? NotMeasured;
}
