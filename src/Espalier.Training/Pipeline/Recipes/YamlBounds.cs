using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>
/// What a YAML text may be before a tree is built of it. Trees are built, compared and written by recursion, and nesting without end would end the
/// process; an alias repeats all that its anchor names, so that a few of them make a small text a tree without end.
/// </summary>
internal static class YamlBounds
{
    // Characters, with one more for each value or collection.
    private const long MostSize = 1 << 22;
    private const int MostDepth = 30;

    // YAML has none of them, and its parser takes the first for the end of the text.
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\n\r")]);

    /// <summary>Reads a text through.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">
    /// It is nested too deep, its aliases make it too large, or one is not behind what it repeats; it has control characters, or cannot be parsed.
    /// </exception>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static void Check(string yaml, string name)
    {
        if (yaml.AsSpan().IndexOfAny(Controls) is >= 0 and var control)
            throw new InputException(name, $"line {yaml.AsSpan(0, control).Count('\n') + 1}", $"the control character {(int)yaml[control]}", "text");
        Parser events = new(new StringReader(yaml));
        Dictionary<AnchorName, Extent> anchors = [];
        Stack<(AnchorName Anchor, Extent Extent, int Nodes)> open = [];
        while (Next(events, name))
        {
            switch (events.Current)
            {
                case DocumentStart:
                    anchors.Clear();
                    break;
                case AnchorAlias alias:
                    Add(anchors.TryGetValue(alias.Value, out Extent repeated)
                        ? repeated : throw Wrong(alias, $"the alias *{alias.Value}", "one that comes after what it repeats"));
                    break;
                case Scalar scalar:
                    Close(scalar.Anchor, new Extent(1 + scalar.Value.Length, 0));
                    break;
                case NodeEvent collection:
                    open.Push((collection.Anchor, new Extent(1, 0), 0));
                    RequireDepth(open.Count);
                    break;
                case SequenceEnd or MappingEnd:
                    (AnchorName anchor, Extent extent, int nodes) = open.Pop();
                    // The parser passes over some values that are missing, and of what it gives no tree can be built.
                    if (events.Current is MappingEnd end && nodes % 2 != 0) throw Wrong(end, "a key without a value", "a value behind each key");
                    Close(anchor, extent with { Depth = extent.Depth + 1 });
                    break;
            }
        }

        void Close(AnchorName anchor, Extent extent)
        {
            if (!anchor.IsEmpty) anchors[anchor] = extent;
            Add(extent);
        }

        void Add(Extent extent)
        {
            RequireDepth(open.Count + extent.Depth);
            if (!open.TryPop(out (AnchorName Anchor, Extent Extent, int Nodes) around)) return;
            Extent sum = new(around.Extent.Size + extent.Size, Math.Max(around.Extent.Depth, extent.Depth));
            if (sum.Size > MostSize) throw Wrong(events.Current!, $"more than {MostSize:N0} characters, with what aliases repeat", "fewer");
            open.Push((around.Anchor, sum, around.Nodes + 1));
        }

        void RequireDepth(int depth)
        {
            if (depth > MostDepth) throw Wrong(events.Current!, $"more than {MostDepth} levels of nesting", "fewer");
        }

        InputException Wrong(ParsingEvent at, string found, string expected) => new(name, $"line {at.Start.Line}", found, expected);
    }

    private static bool Next(Parser events, string name)
    {
        try
        {
            return events.MoveNext();
        }
        catch (InvalidOperationException error)
        {
            // How the parser reports what is in brackets and begins further left than the key that it belongs to.
            throw Wrong("an entry in brackets that is not indented", "it indented deeper than its key", error);
        }
        catch (ArgumentException error)
        {
            throw Wrong("a tag that is empty or no URI", "one such as !!str, or none", error);
        }

        InputException Wrong(string found, string expected, Exception error) => new(name, $"line {events.Current?.End.Line ?? 1} or after it", found, expected, error);
    }

    /// <summary>How much something is when its aliases are written out.</summary>
    private readonly record struct Extent(long Size, int Depth);
}
