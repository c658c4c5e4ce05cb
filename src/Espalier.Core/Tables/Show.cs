using System.Globalization;

namespace Espalier.Tables;

/// <summary>Numbers as tables show them, the same on every machine; what was not measured is never shown as zero.</summary>
public static class Show
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string NotMeasured = "not measured";

    /// <summary>The unit of the literature for parameters, M = 2^20.</summary>
    public const double Million = 1 << 20;

    /// <summary>"64.35", of a number in percent.</summary>
    public static string Percent(double? value) => Number(value, "0.00");

    /// <summary>"+1.20", a difference of two numbers in percent.</summary>
    public static string Points(double? value) => Number(value, "+0.00;−0.00;0.00");

    /// <summary>"70.0", of a number in percent that is not measured but set.</summary>
    public static string Share(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"12,345".</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Parameters in the unit of the literature, M = 2^20.</summary>
    public static string Millions(long value) => Number(value / Million, value < Million * 10 ? "0.00" : "0.0");

    /// <summary>"1.25 MiB".</summary>
    public static string Bytes(long? value) => value switch
    {
        null => NotMeasured,
        < 1 << 20 => Number(value / 1024.0, "0.0") + " KiB",
        < 1 << 30 => Number(value / 1048576.0, "0.00") + " MiB",
        _ => Number(value / 1073741824.0, "0.00") + " GiB",
    };

    /// <summary>"2.34", or "12.3" from ten on.</summary>
    public static string Milliseconds(double? value) => Number(value, value < 10 ? "0.00" : "0.0");

    /// <summary>"12.3".</summary>
    public static string Seconds(double? value) => Number(value, "0.0");

    /// <summary>A number in a format of .NET.</summary>
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? NotMeasured;
}
