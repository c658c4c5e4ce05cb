using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PureHDF.VOL.Native;

namespace Espalier.Features;

/// <summary>
/// What the library has read of an object's header and keeps to itself. It follows a symbolic link as soon as its name is asked for, without an end where
/// the link leads back to itself, and into whatever file or device it names; an array's numbers it takes from there, too. So headers are looked at first.
/// </summary>
[RequiresUnreferencedCode(Hdf5File.Reflection)]
[RequiresDynamicCode(Hdf5File.Reflection)]
internal static class Hdf5Header
{
    private static readonly FieldInfo Kept = typeof(NativeObject).GetField("_header", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly PropertyInfo All = Kept.FieldType.GetProperty("HeaderMessages")!, Message = All.PropertyType.GenericTypeArguments[0].GetProperty("Data")!;
    private static readonly Type Link = Kind("LinkMessage"), HardLink = Kind("HardLinkInfo"), FileLink = Kind("ExternalLinkInfo"), OtherFiles = Kind("ExternalFileListMessage");
    private static readonly PropertyInfo Name = Link.GetProperty("LinkName")!, Target = Link.GetProperty("LinkInfo")!;

    /// <summary>
    /// The symbolic links in a group's header, and whether each leads to another file. A group that has its links elsewhere reads them again at each step,
    /// which <see cref="Hdf5Stream"/> counts.
    /// </summary>
    public static IEnumerable<(string Name, bool ToOtherFile)> SymbolicLinks(NativeGroup group) => Messages(group, Link)
        .Select(link => (Name: (string)Name.GetValue(link)!, Target: Target.GetValue(link)))
        .Where(link => !HardLink.IsInstanceOfType(link.Target))
        .Select(link => (link.Name, FileLink.IsInstanceOfType(link.Target)));

    /// <summary>Whether an array's numbers lie in other files.</summary>
    public static bool LiesInOtherFiles(NativeDataset dataset) => Messages(dataset, OtherFiles).Any();

    private static IEnumerable<object> Messages(NativeObject owner, Type kind) => Kept.GetValue(owner) is not { } header ? []
        : ((IEnumerable)All.GetValue(header)!).Cast<object>().Select(message => Message.GetValue(message)!).Where(kind.IsInstanceOfType);

    private static Type Kind(string name) => Kept.FieldType.Assembly.GetType($"{Kept.FieldType.Namespace}.{name}", throwOnError: true)!;
}
