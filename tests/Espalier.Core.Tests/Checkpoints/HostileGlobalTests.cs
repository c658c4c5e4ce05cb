using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

/// <summary>What is called by pickles that mean harm: each is refused by its name, in both containers and however it is named, before anything is done with it.</summary>
public sealed class HostileGlobalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Globals => new()
    {
        { "os", "system" }, { "posix", "system" }, { "nt", "system" }, { "os", "popen" }, { "os", "execve" }, { "os", "remove" }, { "subprocess", "Popen" },
        { "subprocess", "check_output" }, { "pty", "spawn" }, { "socket", "create_connection" }, { "shutil", "rmtree" }, { "webbrowser", "open" },
        { "builtins", "eval" }, { "builtins", "exec" }, { "builtins", "compile" }, { "builtins", "getattr" }, { "builtins", "setattr" }, { "builtins", "__import__" },
        { "builtins", "open" }, { "builtins", "map" }, { "__builtin__", "eval" }, { "__builtin__", "getattr" }, { "__main__", "payload" },
        { "importlib", "import_module" }, { "runpy", "run_path" }, { "pip", "main" }, { "timeit", "timeit" }, { "code", "interact" }, { "pdb", "run" },
        { "functools", "partial" }, { "functools", "reduce" }, { "operator", "attrgetter" }, { "operator", "methodcaller" }, { "types", "FunctionType" },
        { "copyreg", "_reconstructor" }, { "copy_reg", "_reconstructor" }, { "codecs", "encode" }, { "pickle", "loads" }, { "_pickle", "loads" }, { "marshal", "loads" },
        { "ctypes", "CDLL" }, { "torch", "load" }, { "torch.storage", "_load_from_bytes" }, { "torch.hub", "load" }, { "torch.jit", "load" }, { "torch.serialization", "load" },
        { "torch.utils.cpp_extension", "load" }, { "torch._utils", "_rebuild_tensor_v3" }, { "torch._utils", "_rebuild_wrapper_subclass" }, { "torch._tensor", "_rebuild_from_type_v2" },
        { "numpy", "load" }, { "numpy.core.multiarray", "_reconstruct" }, { "collections", "OrderedDict.__init__" }, { "torch", "Size.__class__" }, { "torch ", "FloatStorage" },
        { "Torch", "FloatStorage" }, { "", "" }, { "torch.FloatStorage", "" }, { "", "torch.FloatStorage" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Globals))]
    public void A_global_that_is_not_on_the_list_is_refused_by_its_name(string module, string name)
    {
        string mark = _folder.File("harm");
        foreach (PickleWriter named in new[] { P().Global(module, name), P().Text(module).Text(name).Raw(0x93) })
        {
            byte[] pickle = named.Text($"touch {mark}").Raw(0x85).Code("R").Stop();
            Refused(ZipWriter.Checkpoint(pickle), $"the global {module}.{name};");
            Refused(pickle, $"the global {module}.{name};");
        }
        Assert.False(File.Exists(mark));
    }

    private void Refused(byte[] file, string message) => Hostile.AssertRefused(path => CheckpointFile.Open(path).Dispose(), _folder.Write("m.bin", file), message);

    private static PickleWriter P() => new();
}
