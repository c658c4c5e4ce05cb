namespace Espalier.Decoding;

/// <summary>Finds the largest of many numbers.</summary>
internal static class Largest
{
    /// <summary>The largest, the largest first; of equal ones those that come first.</summary>
    /// <param name="numbers">As many as are wanted, or more.</param>
    /// <param name="count">How many are wanted, at least 1.</param>
    /// <returns>Where each is, and what.</returns>
    public static (int Place, float Number)[] Of(ReadOnlySpan<float> numbers, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, numbers.Length);
        // Of those found so far the least one on top; of equal ones the later.
        PriorityQueue<int, (float Number, int Later)> found = new(count + 1);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (found.Count < count) found.Enqueue(i, (numbers[i], -i));
            else if (numbers[i] > numbers[found.Peek()]) found.EnqueueDequeue(i, (numbers[i], -i));
        }
        (int Place, float Number)[] largest = new (int, float)[count];
        for (int i = count - 1; i >= 0; i--)
        {
            int place = found.Dequeue();
            largest[i] = (place, numbers[place]);
        }
        return largest;
    }
}
