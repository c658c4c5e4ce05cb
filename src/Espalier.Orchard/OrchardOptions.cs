namespace Espalier.Orchard;

/// <summary>How much of the Orchard to grow. The same options give the same bytes, whatever <see cref="Threads"/> is.</summary>
/// <param name="Seed">Everything depends on it.</param>
/// <param name="PoolQuestions">Questions of the pool, exactly; five to eight share an image. A changing-prior split leaves about half of
/// them for training.</param>
/// <param name="PretrainImages">Images of the pre-training corpus; none of them is in the pool. 0 leaves the corpus out.</param>
/// <param name="PretrainPictures">Whether the corpus's pictures are written too; its features always are.</param>
/// <param name="Threads">Threads that draw and describe; 0 takes one for each processor.</param>
public sealed record OrchardOptions(
    ulong Seed = 7,
    int PoolQuestions = 42_000,
    int PretrainImages = 8_000,
    bool PretrainPictures = false,
    int Threads = 0);
