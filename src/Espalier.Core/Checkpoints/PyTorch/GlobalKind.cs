namespace Espalier.Checkpoints.PyTorch;

/// <summary>What a name in a pickle stands for.</summary>
internal enum GlobalKind
{
    /// <summary>collections.OrderedDict.</summary>
    OrderedDict,

    /// <summary>The function that makes a tensor of a storage, an offset, a shape and strides.</summary>
    RebuildTensor,

    /// <summary>The function that makes a parameter of a tensor.</summary>
    RebuildParameter,

    /// <summary>torch.Size, a tuple.</summary>
    Size,

    /// <summary>The class of a storage.</summary>
    Storage,

    /// <summary>An element type as a value, torch.float32.</summary>
    Type,
}
