using Espalier.Training.Models;
using Espalier.Training.Objectives;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>A tiny freshly drawn model of each backbone, with a batch that it can be trained on.</summary>
internal static class TinyBackbones
{
    public static VqaBackbone Model(string backbone) => Config(backbone).Create(seed: 3);

    /// <summary>The model with a share of zeros in what is prunable, but for its lookup tables.</summary>
    public static VqaBackbone Pruned(string backbone, double sparsity)
    {
        VqaBackbone model = Model(backbone);
        model.eval();
        using IDisposable noGradients = no_grad();
        using Generator generator = new(5);
        foreach (WeightMatrix matrix in model.Matrices)
        {
            if (matrix.Modality is not null && !matrix.IsLookup) matrix.Weight.mul_(rand(matrix.Weight.shape, generator: generator).ge(sparsity));
        }
        return model;
    }

    public static BackboneConfig Config(string backbone) => backbone switch
    {
        "lxmert" => LxmertGoldenTests.Config,
        "visualbert" => VisualBertGoldenTests.Config,
        _ => MplugGoldenTests.Config,
    };

    public static TensorBatch Batch(string backbone) => backbone switch
    {
        "lxmert" => LxmertGoldenTests.Batch("masked"),
        "visualbert" => VisualBertGoldenTests.Batch("masked"),
        _ => MplugGoldenTests.Answered(),
    };

    public static Objective Objective(string backbone) => backbone == "mplug" ? new WeightedGeneration(feedback: false) : new BinaryCrossEntropy();
}
