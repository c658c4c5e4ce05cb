using Espalier.Numerics;

namespace Espalier.Splits;

/// <summary>
/// Places groups on two sides as VQA-CP does (Agrawal et al. 2018, section 3): in turn, a group goes to the test side, and then the group
/// that covers most of the concepts which training lacks goes to the training side, until the test side has its share. The publication
/// leaves open in which order groups are visited. Here they are visited type by type, the types with the most dominant answer first, and
/// at random within a type as long as that brings the type nearer to its share; groups whose answer would be left to no other group come
/// last, because nobody could learn to give it. So every type has groups on both sides if any choice allows it, answers stay known
/// wherever another type has them, and the types with many small groups even out what "yes" and "no" cannot.
/// </summary>
internal sealed class GroupPlacement
{
    private enum Side : byte { None, Train, Test }

    private readonly QuestionGroups _groups;
    private readonly CoverageQueue _coverage;
    private readonly Side[] _sides;
    private readonly double[] _targetOfType;
    private readonly int[] _sizeOfType, _testOfType, _spareOfType;
    private readonly double _share;
    private readonly bool _everyType;
    private readonly Dictionary<string, int> _groupsOutsideTest = new(StringComparer.Ordinal);

    private GroupPlacement(QuestionGroups groups, double share, bool everyType, int[] ranks)
    {
        (_groups, _share, _everyType) = (groups, share, everyType);
        _coverage = new CoverageQueue(groups, ranks);
        _sides = new Side[groups.Groups.Count];
        (_sizeOfType, _testOfType, _spareOfType) = (new int[groups.Types.Count], new int[groups.Types.Count], new int[groups.Types.Count]);
        foreach (QuestionGroup group in groups.Groups)
        {
            _sizeOfType[group.Type] += group.Size;
            _groupsOutsideTest[group.Answer] = _groupsOutsideTest.GetValueOrDefault(group.Answer) + 1;
        }
        foreach (QuestionGroup group in groups.Groups.Where(FitsTest)) _spareOfType[group.Type] += group.Size;
        _targetOfType = [.. _sizeOfType.Select(size => share * size)];
    }

    /// <summary>Chooses the groups of the test side.</summary>
    /// <param name="groups">All groups.</param>
    /// <param name="share">The share of the questions that the test side is to have.</param>
    /// <param name="everyType">
    /// Whether every type is to have a test side, at the price of answers that no other group has and of half the type if it must be;
    /// otherwise such answers are taken only if nothing could be chosen at all.
    /// </param>
    /// <param name="random">Decides the order within a type, and between groups that cover the same number.</param>
    /// <returns>For each group whether it stands on the test side.</returns>
    internal static bool[] ChooseTest(QuestionGroups groups, double share, bool everyType, SplitMix random)
    {
        int[] ranks = [.. Enumerable.Range(0, groups.Groups.Count)];
        random.Shuffle<int>(ranks);
        var placement = new GroupPlacement(groups, share, everyType, ranks);
        double toPlace = share * groups.QuestionCount, toVisit = groups.QuestionCount;
        foreach (int[] type in ByDominance(groups, ranks))
        {
            int index = groups.Groups[type[0]].Type, size = placement._sizeOfType[index];
            // What coarse types took too much is given back by finer ones, but never so much that a type loses its test side.
            placement._targetOfType[index] = Math.Clamp(toPlace / toVisit, share / 2, Math.Max(share, 0.5)) * size;
            placement.Visit(type, answersStayKnown: true);
            if (everyType && placement._testOfType[index] < placement._targetOfType[index] / 2)
                placement.Visit(type, answersStayKnown: false);
            toPlace -= placement._testOfType[index];
            toVisit -= size;
        }
        if (!placement._sides.Contains(Side.Test))
        {
            foreach (int[] type in ByDominance(groups, ranks)) placement.Visit(type, answersStayKnown: false);
        }
        return [.. placement._sides.Select(side => side == Side.Test)];
    }

    private void Visit(int[] groupsOfType, bool answersStayKnown)
    {
        foreach (int g in groupsOfType)
        {
            QuestionGroup group = _groups.Groups[g];
            double placed = _testOfType[group.Type], target = _targetOfType[group.Type];
            if (!MayTest(g, answersStayKnown) || Math.Abs(placed + group.Size - target) >= Math.Abs(placed - target)) continue;
            PlaceInTest(g);
            if (_coverage.TryTake(MayTrain, out int covering)) PlaceInTrain(covering);
        }
        int type = _groups.Groups[groupsOfType[0]].Type;
        if (_testOfType[type] > 0) return;
        // Where the share is so small that every group exceeds it, the smallest will do: half a type for the test, a third for less.
        int[] free = [.. groupsOfType.Where(g => MayTest(g, answersStayKnown)).OrderBy(g => _groups.Groups[g].Size)];
        if (free.Length > 0 && _groups.Groups[free[0]].Size <= _sizeOfType[type] / (_everyType ? 2.0 : 3.0)) PlaceInTest(free[0]);
    }

    private bool MayTest(int g, bool answersStayKnown) =>
        _sides[g] == Side.None && (!answersStayKnown || _groupsOutsideTest[_groups.Groups[g].Answer] > 1);

    /// <summary>Training takes no group that its type needs to fill the test side.</summary>
    private bool MayTrain(int g)
    {
        QuestionGroup group = _groups.Groups[g];
        if (_sides[g] != Side.None) return false;
        return !FitsTest(group) || _testOfType[group.Type] + _spareOfType[group.Type] - group.Size >= _targetOfType[group.Type];
    }

    /// <summary>Whether the test side would come nearer to its share by the group alone.</summary>
    private bool FitsTest(QuestionGroup group) => group.Size < 2 * _share * _sizeOfType[group.Type];

    private void PlaceInTest(int g)
    {
        QuestionGroup group = _groups.Groups[g];
        Place(g, Side.Test);
        _testOfType[group.Type] += group.Size;
        _groupsOutsideTest[group.Answer]--;
        _coverage.AddToTest(g);
    }

    private void PlaceInTrain(int g)
    {
        Place(g, Side.Train);
        _coverage.AddToTrain(g);
    }

    private void Place(int g, Side side)
    {
        _sides[g] = side;
        if (FitsTest(_groups.Groups[g])) _spareOfType[_groups.Groups[g].Type] -= _groups.Groups[g].Size;
    }

    private static IEnumerable<int[]> ByDominance(QuestionGroups groups, int[] ranks) =>
        Enumerable.Range(0, groups.Groups.Count)
            .GroupBy(g => groups.Groups[g].Type)
            .OrderByDescending(type => (double)type.Max(g => groups.Groups[g].Size) / type.Sum(g => groups.Groups[g].Size))
            .ThenBy(type => type.Key)
            .Select(type => type.OrderBy(g => ranks[g]).ToArray());
}
