using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Questions;

/// <summary>English for what is in scenes.</summary>
internal static class Words
{
    private static readonly string[] KindNames = [.. Enum.GetNames<Kind>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] TintNames = [.. Enum.GetNames<Tint>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] NumberNames = ["zero", "one", "two", "three", "four", "five", "six"];

    internal static IReadOnlyList<string> Kinds => KindNames;

    internal static IReadOnlyList<string> Tints => TintNames;

    internal static IReadOnlyList<string> Numbers => NumberNames;

    internal static string Of(Kind kind) => KindNames[(int)kind];

    internal static string Of(Tint tint) => TintNames[(int)tint];

    internal static string Of(Bulk bulk) => bulk == Bulk.Big ? "big" : "small";

    internal static string Plural(Kind kind) => kind == Kind.Fish ? "fish" : Of(kind) + "s";

    /// <summary>With "a" or "an" before it.</summary>
    internal static string A(string noun) => (noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ") + noun;

    internal static string A(Kind kind) => A(Of(kind));

    internal static string YesNo(bool value) => value ? "yes" : "no";
}
