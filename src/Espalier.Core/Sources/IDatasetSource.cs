namespace Espalier.Sources;

/// <summary>Brings data from somewhere to the one form of a prepared folder.</summary>
public interface IDatasetSource
{
    /// <summary>What recipes and the command line call it.</summary>
    string Name { get; }

    /// <summary>Everything that the folder's content depends on, as text: the key of a cache.</summary>
    string Key(DatasetRequest request);

    /// <summary>Writes the prepared folder.</summary>
    /// <param name="folder">Empty.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops halfway, leaving a folder that does not open.</param>
    /// <exception cref="InputException">The source is not as it must be.</exception>
    void Write(string folder, DatasetRequest request, IProgress<WorkProgress>? progress, CancellationToken cancellation);
}
