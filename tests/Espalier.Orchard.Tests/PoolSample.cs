using Espalier.Data;

namespace Espalier.Orchard.Tests;

/// <summary>A pool's questions without its pictures.</summary>
internal static class PoolSample
{
    internal static VqaExample[] Examples(int questions)
    {
        Pool pool = new(new(PoolQuestions: questions));
        return [.. Enumerable.Range(0, pool.ImageCount).SelectMany(image => pool.Ask(image, pool.SceneOf(image)))];
    }
}
