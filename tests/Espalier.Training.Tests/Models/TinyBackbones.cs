using Espalier.Training.Models;
using Espalier.Training.Objectives;

namespace Espalier.Training.Tests.Models;

/// <summary>A tiny freshly drawn model of each backbone, with a batch that it can be trained on.</summary>
internal static class TinyBackbones
{
    public static VqaBackbone Model(string backbone) => Config(backbone).Create(seed: 3);

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
