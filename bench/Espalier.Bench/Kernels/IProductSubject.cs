namespace Espalier.Bench.Kernels;

/// <summary>Something that multiplies all matrices of a case with its activations.</summary>
internal interface IProductSubject : IDisposable
{
    string Name { get; }

    void Run();

    /// <summary>Output i of column j of the last product.</summary>
    float Result(int i, int j);
}
