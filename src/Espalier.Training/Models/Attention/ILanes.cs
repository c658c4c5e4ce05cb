using System.Runtime.Intrinsics;

namespace Espalier.Training.Models;

/// <summary>Reads and writes eight activations as singles, whatever type they are stored in.</summary>
/// <typeparam name="T">The stored type.</typeparam>
internal unsafe interface ILanes<T>
    where T : unmanaged
{
    static abstract Vector256<float> Load(T* from);

    static abstract void Store(T* to, Vector256<float> values);
}
