using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Execution;

/// <summary>A checkpoint whose matrices are stored much as kernels read them, so that none need be made dense in between. It stays open as long as its tables are used.</summary>
internal interface IPackedSource : ITensorSource
{
    /// <summary>A matrix that is stored without its zeros, or null where it is not.</summary>
    /// <exception cref="InputException">Its parts are not those of a matrix.</exception>
    SparseTable? FindSparse(string name);

    /// <summary>The numbers of a matrix that is stored with its zeros as BF16 or I8, of the file itself and not checked; null where it is not.</summary>
    /// <exception cref="InputException">Its scales are none.</exception>
    MatrixValues? FindNarrow(string name);

    /// <summary>A table to look rows up in, of the file itself. Its contents have been checked.</summary>
    /// <exception cref="InputException">They are not those of a matrix.</exception>
    IRowTable Table(string name);
}
