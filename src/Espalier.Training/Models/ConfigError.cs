using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Espalier.Training.Models;

/// <summary>A property of a configuration that is out of range.</summary>
/// <param name="Property">Its name in the record.</param>
/// <param name="Key">Its name in a JSON file.</param>
/// <param name="Found">Its value.</param>
/// <param name="Expected">What it may be.</param>
internal sealed record ConfigError(string Property, string Key, string Found, string Expected)
{
    // Far above any published model, and far below what overflows a tensor's size.
    private const int Largest = 1 << 20;

    /// <summary>The error of a size below the smallest or far above any published model, or null.</summary>
    public static ConfigError? Size(BackboneConfig config, string property, int value, int smallest = 1) =>
        Check(config, property, value, value >= smallest && value <= Largest, $"a number from {smallest} to {Largest}");

    /// <summary>The error of a dropout rate, or null.</summary>
    public static ConfigError? Rate(BackboneConfig config, string property, double value) =>
        Check(config, property, value, value is >= 0 and < 1, "a rate of at least 0 and below 1");

    /// <summary>The error of a property that is not good, or null.</summary>
    public static ConfigError? Check(BackboneConfig config, string property, object value, bool good, string expected) => good ? null : new(
        property,
        config.GetType().GetProperty(property)!.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name,
        Convert.ToString(value, CultureInfo.InvariantCulture)!,
        expected);
}
