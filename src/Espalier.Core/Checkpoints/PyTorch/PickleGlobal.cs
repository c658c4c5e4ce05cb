namespace Espalier.Checkpoints.PyTorch;

/// <summary>
/// The names that a checkpoint may refer to. This is the whole list: a pickle that names anything else is refused, and what is on
/// it is only recognised, never looked up or run.
/// </summary>
internal sealed class PickleGlobal
{
    private static readonly Dictionary<string, PickleGlobal> Allowed = Make();

    private PickleGlobal(GlobalKind kind, TensorType type, string name) => (Kind, Type, Name) = (kind, type, name);

    /// <summary>What it is.</summary>
    public GlobalKind Kind { get; }

    /// <summary>The element type of a storage.</summary>
    public TensorType Type { get; }

    /// <summary>Its full name.</summary>
    public string Name { get; }

    /// <summary>Finds an allowed name; null if it is not one.</summary>
    public static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault($"{module}.{name}");

    private static Dictionary<string, PickleGlobal> Make()
    {
        Dictionary<string, PickleGlobal> allowed = [];
        Allow(GlobalKind.OrderedDict, "collections.OrderedDict");
        Allow(GlobalKind.RebuildTensor, "torch._utils._rebuild_tensor");
        Allow(GlobalKind.RebuildTensor, "torch._utils._rebuild_tensor_v2");
        Allow(GlobalKind.RebuildParameter, "torch._utils._rebuild_parameter");
        Allow(GlobalKind.Size, "torch.Size");
        foreach ((string name, TensorType type) in new[]
        {
            ("Double", TensorType.F64), ("Float", TensorType.F32), ("Half", TensorType.F16), ("BFloat16", TensorType.BF16),
            ("Long", TensorType.I64), ("Int", TensorType.I32), ("Short", TensorType.I16), ("Char", TensorType.I8),
            ("Byte", TensorType.U8), ("Bool", TensorType.Bool),
        })
        {
            Allow(GlobalKind.Storage, $"torch.{name}Storage", type);
            Allow(GlobalKind.Storage, $"torch.cuda.{name}Storage", type);
        }
        string[] types = ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"];
        foreach (string name in types) Allow(GlobalKind.Type, $"torch.{name}");
        return allowed;

        void Allow(GlobalKind kind, string name, TensorType type = default) => allowed.Add(name, new PickleGlobal(kind, type, name));
    }
}
