namespace Espalier.Splits;

/// <summary>
/// Answers, again and again, which group contains most of the concepts that the test side has and the training side still lacks. Each
/// concept joins and leaves the lacking ones at most once, so that all gains are kept exact in time linear in the groups' concepts; the
/// heap holds outdated gains too, which are recognised when they come up.
/// </summary>
internal sealed class CoverageQueue
{
    private readonly IReadOnlyList<QuestionGroup> _groups;
    private readonly int[][] _groupsOfConcept;
    private readonly int[] _gains, _ranks;
    private readonly bool[] _known, _covered;
    private readonly PriorityQueue<int, (int NegativeGain, int Rank)> _heap = new();

    /// <param name="groups">The groups and their concepts.</param>
    /// <param name="ranks">A rank for each group, all different: the lower one goes first at equal gain.</param>
    internal CoverageQueue(QuestionGroups groups, int[] ranks)
    {
        (_groups, _ranks) = (groups.Groups, ranks);
        _gains = new int[_groups.Count];
        _known = new bool[groups.ConceptCount];
        _covered = new bool[groups.ConceptCount];
        var counts = new int[groups.ConceptCount];
        foreach (QuestionGroup group in _groups)
        {
            foreach (int concept in group.Concepts) counts[concept]++;
        }
        _groupsOfConcept = [.. counts.Select(count => new int[count])];
        for (int g = 0; g < _groups.Count; g++)
        {
            foreach (int concept in _groups[g].Concepts) _groupsOfConcept[concept][--counts[concept]] = g;
        }
    }

    /// <summary>The group stands on the test side: what it contains is to be covered.</summary>
    internal void AddToTest(int group)
    {
        var grown = new HashSet<int>();
        foreach (int concept in _groups[group].Concepts)
        {
            if (_known[concept]) continue;
            _known[concept] = true;
            if (_covered[concept]) continue;
            foreach (int other in _groupsOfConcept[concept])
            {
                _gains[other]++;
                grown.Add(other);
            }
        }
        foreach (int other in grown) _heap.Enqueue(other, (-_gains[other], _ranks[other]));
    }

    /// <summary>The group stands on the training side: what it contains is covered.</summary>
    internal void AddToTrain(int group)
    {
        foreach (int concept in _groups[group].Concepts)
        {
            if (_covered[concept]) continue;
            _covered[concept] = true;
            if (!_known[concept]) continue;
            foreach (int other in _groupsOfConcept[concept]) _gains[other]--;
        }
    }

    /// <summary>Takes out the allowed group that covers most; false when none covers anything.</summary>
    /// <param name="allowed">Whether a group may be taken. A group that is refused is not offered again at its present gain.</param>
    /// <param name="group">The group.</param>
    internal bool TryTake(Func<int, bool> allowed, out int group)
    {
        while (_heap.TryDequeue(out group, out (int NegativeGain, int Rank) priority))
        {
            int gain = _gains[group];
            if (gain == 0 || !allowed(group)) continue;
            if (gain == -priority.NegativeGain) return true;
            if (gain < -priority.NegativeGain) _heap.Enqueue(group, (-gain, _ranks[group]));
        }
        group = -1;
        return false;
    }
}
