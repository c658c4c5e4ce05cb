using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Espalier.Cli.Doctor;

/// <summary>Whether a GPU can be used, and what is missing where there is one.</summary>
/// <param name="Built">Whether this build has CUDA.</param>
/// <param name="Driver">Whether NVIDIA's driver is there.</param>
/// <param name="Devices">The GPUs that libtorch sees.</param>
/// <param name="Error">Why the first of them does not compute; empty where it does, or there is none.</param>
internal sealed record CudaCheck(bool Built, bool Driver, int Devices, string Error = "")
{
    private const string Property = "EspalierCuda";

    /// <summary>This machine's; libtorch must load.</summary>
    public static CudaCheck Here()
    {
        bool built = typeof(CudaCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(data => data is { Key: Property, Value: "true" });
        bool driver = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint library);
        if (driver) NativeLibrary.Free(library);
        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return new CudaCheck(built, driver, devices, devices > 0 ? ErrorOf(Compute) : "");
    }

    /// <summary>How it is.</summary>
    public Check Look() => this switch
    {
        { Devices: > 0, Error: "" } => new Check(CheckState.Ok, "devices", $"cpu, cuda ({Devices})"),
        { Devices: > 0 } => new Check(CheckState.Warn, "devices", $"cpu; cuda does not compute: {Error}", "install the latest NVIDIA driver, or use model.device: cpu"),
        { Built: false, Driver: true } => new Check(CheckState.Warn, "devices", "cpu; NVIDIA's driver is there, but this build has no CUDA", "dotnet build -c Release -p:EspalierCuda=true"),
        { Built: true, Driver: false } => new Check(CheckState.Warn, "devices", "cpu; this build has CUDA, but NVIDIA's driver is not there", "install the driver; in a container, give it the GPU"),
        { Built: true } => new Check(CheckState.Warn, "devices", "cpu; NVIDIA's driver is there, but it shows no GPU to libtorch", "look at CUDA_VISIBLE_DEVICES, and whether nvidia-smi lists the GPU"),
        _ => new Check(CheckState.Ok, "devices", "cpu"),
    };

    private static void Compute()
    {
        using torch.Tensor two = torch.ones(1, device: torch.CUDA) + 1;
        if (two.item<float>() != 2f) throw new InvalidOperationException("1 + 1 is not 2");
    }

    private static string ErrorOf(Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.GetBaseException().Message.Split('\n')[0];
        }
    }
}
