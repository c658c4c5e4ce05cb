using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

/// <summary>The golden case "containers": one set of tensors of every type and layout in three formats.</summary>
internal static class ContainerCase
{
    private static readonly Dictionary<string, TensorType> Types = new()
    {
        ["torch.float64"] = TensorType.F64,
        ["torch.float32"] = TensorType.F32,
        ["torch.float16"] = TensorType.F16,
        ["torch.bfloat16"] = TensorType.BF16,
        ["torch.int64"] = TensorType.I64,
        ["torch.int32"] = TensorType.I32,
        ["torch.int16"] = TensorType.I16,
        ["torch.int8"] = TensorType.I8,
        ["torch.uint8"] = TensorType.U8,
        ["torch.bool"] = TensorType.Bool,
    };

    public static void AssertListed(ITensorSource source)
    {
        JsonElement tensors = Golden.Case("containers").GetProperty("tensors");
        Assert.Equal(tensors.EnumerateObject().Select(entry => entry.Name).Order(), source.Tensors.Keys.Order());
        foreach (JsonProperty entry in tensors.EnumerateObject())
        {
            TensorInfo info = source.Tensors[entry.Name];
            Assert.Equal(Types[entry.Value.GetProperty("dtype").GetString()!], info.Type);
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), info.Shape);
        }
    }

    public static void AssertSame(ITensorSource expected, ITensorSource actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(), actual.Tensors.Keys.Order());
        foreach (string name in expected.Tensors.Keys)
        {
            Assert.Equal(expected.Tensors[name].ToString(), actual.Tensors[name].ToString());
            Assert.Equal(expected.ReadBytes(name), actual.ReadBytes(name));
        }
    }
}
