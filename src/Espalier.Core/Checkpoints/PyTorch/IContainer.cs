namespace Espalier.Checkpoints.PyTorch;

/// <summary>How a file holds the pickle and the storages.</summary>
internal interface IContainer
{
    /// <summary>What was saved.</summary>
    object? Root { get; }

    /// <summary>Where a storage begins in the file. It has been checked to lie within it.</summary>
    long Offset(Storage storage);
}
