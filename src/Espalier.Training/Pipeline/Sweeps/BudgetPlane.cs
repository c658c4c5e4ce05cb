using System.Globalization;
using Espalier.Paper;
using Espalier.Sparsity;
using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>
/// An axis over allocations of one budget: every choice of two modalities' sparsities from their lists, the third solved from the budget
/// (Si et al. 2023, appendix C.4). <c>stage2.allocation: { language: [0.1, 0.5], vision: [0.1, 0.5] }</c> solves cross; where all three have
/// lists, any two are chosen and the other is solved. Choices whose solution is below 0 or above 1 are left out, and so is what is there already.
/// </summary>
internal sealed class BudgetPlane
{
    /// <summary>The axis' name.</summary>
    public const string Key = "stage2.allocation";

    // Of each list; every two lists are multiplied.
    private const int MostValues = 100;

    /// <summary>The modalities that share the budget.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["language", "vision", "cross"];

    private readonly Dictionary<string, double[]> lists = [];

    private BudgetPlane()
    {
    }

    /// <summary>Whether an axis is a plane rather than a list of allocations.</summary>
    public static bool IsOne(YamlNode name, YamlNode node) =>
        name is YamlScalarNode { Value: Key } && node is YamlMappingNode mapping && mapping.Children.Values.All(list => list is YamlSequenceNode);

    /// <summary>Reads a plane.</summary>
    /// <exception cref="InputException">A modality is unknown, fewer than two have lists, or a value is no sparsity.</exception>
    public static BudgetPlane Read(string file, YamlMappingNode node)
    {
        string place = $"line {node.Start.Line}, {Key}";
        BudgetPlane plane = new();
        foreach ((YamlNode name, YamlNode list) in node.Children)
        {
            string group = name.ToString();
            if (!Groups.Contains(group)) throw new InputException(file, place, $"'{group}'", $"one of {string.Join(", ", Groups)}");
            plane.lists[group] = [.. ((YamlSequenceNode)list).Children.Select(value => Sparsity(file, place, value))];
        }
        if (plane.lists.Values.Count(list => list.Length > 0) < 2) throw new InputException(file, place, "lists for fewer than two modalities", "lists for two or three");
        if (plane.lists.Values.Max(list => list.Length) is > MostValues and var most) throw new InputException(file, place, $"a list of {most} sparsities", $"at most {MostValues}");
        return plane;
    }

    /// <summary>The allocations that the budget allows, in the order of the lists, rounded to 1/10,000.</summary>
    /// <param name="matrices">The prunable matrices, whose sizes are the weights of the budget.</param>
    /// <param name="overall">The overall sparsity.</param>
    public IReadOnlyList<ModalityShares> Points(IReadOnlyList<PrunableMatrix> matrices, double overall)
    {
        List<ModalityShares> points = [];
        foreach ((string first, string second) in (ReadOnlySpan<(string, string)>)[("language", "vision"), ("language", "cross"), ("vision", "cross")])
        {
            if (!lists.ContainsKey(first) || !lists.ContainsKey(second)) continue;
            string third = Groups.Single(group => group != first && group != second);
            foreach (double a in lists[first])
            {
                foreach (double b in lists[second])
                {
                    Dictionary<string, double> point = new() { [first] = a, [second] = b };
                    // What is below zero by rounding alone becomes -0, and by the sum 0.
                    point[third] = Math.Round(SparsityBudget.Solve(matrices, overall, point, third), 4) + 0.0;
                    ModalityShares all = new(point["language"], point["vision"], point["cross"]);
                    if (point[third] is >= 0 and <= 1 && !points.Contains(all)) points.Add(all);
                }
            }
        }
        return points;
    }

    /// <summary>A point for <c>--set</c>.</summary>
    public static string Override(ModalityShares point) => string.Create(CultureInfo.InvariantCulture,
        $"{Key}={{ language: {point.Language:0.####}, vision: {point.Vision:0.####}, cross: {point.Cross:0.####} }}");

    private static double Sparsity(string file, string place, YamlNode node) =>
        double.TryParse(node.ToString(), CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? value : throw new InputException(file, place, node.ToString(), "sparsities from 0 to 1");
}
