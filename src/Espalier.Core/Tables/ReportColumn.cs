namespace Espalier.Tables;

/// <summary>A column of a report's table.</summary>
/// <param name="Group">The heading above several columns: "out of distribution (%)"; empty for a column that stands alone.</param>
/// <param name="Name">The column's own heading.</param>
/// <param name="IsNumeric">Whether it holds numbers, which are set flush right.</param>
public sealed record ReportColumn(string Group, string Name, bool IsNumeric = true)
{
    /// <summary>A short form of the group, for tables without a second heading line: "OOD".</summary>
    public string ShortGroup { get; init; } = Group;

    /// <summary>Both headings in one.</summary>
    public string FullName => ShortGroup.Length == 0 ? Name : $"{ShortGroup} {Name}";
}
