namespace Espalier.Threads;

/// <summary>Work in numbered parts that may run at the same time, in any order.</summary>
internal interface IParallelJob
{
    /// <summary>Does a part.</summary>
    /// <param name="part">Its number, from 0.</param>
    /// <param name="worker">Who does it: 0 is the caller. No two parts of a job run under the same number at once, so that each may have memory of its own.</param>
    void Run(int part, int worker);
}
