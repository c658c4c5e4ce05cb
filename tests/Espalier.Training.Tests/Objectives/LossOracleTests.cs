using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Objectives;

/// <summary>One example with three answers, worked out in double precision.</summary>
public sealed class LossOracleTests
{
    // softplus(0.25) is the gate of the worked example.
    private const double GateInput = 0.25;

    [Theory]
    [InlineData("bce", 1.7308237606920163)]
    [InlineData("lmh", 1.477822989756602)]
    [InlineData("lpf", 0.004528202649968155)]
    [InlineData("rubi", 0.618681711415869)]
    [InlineData("ce", 1.1448694990815182)]
    public void The_worked_example_has_its_value(string name, double expected) =>
        Assert.Equal(expected, Loss(new ObjectiveOptions { Name = name }), 1e-6);

    [Fact]
    public void Without_entropy_lmh_is_its_main_term() =>
        Assert.Equal(1.2571072873497258, Loss(new ObjectiveOptions { Name = "lmh", EntropyWeight = 0 }), 1e-6);

    [Fact]
    public void With_gamma_one_lpf_weighs_by_one_minus_the_prior() =>
        Assert.Equal(0.17688291601438103, Loss(new ObjectiveOptions { Name = "lpf", Gamma = 1 }), 1e-6);

    [Fact]
    public void With_gamma_zero_lpf_is_cross_entropy() =>
        Assert.Equal(0.44220729003595255, Loss(new ObjectiveOptions { Name = "lpf", Gamma = 0 }), 1e-6);

    private static double Loss(ObjectiveOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        Objective objective = ObjectiveFactory.Create(options, hidden: 1, answers: 3, seed: 1);
        foreach ((string name, TorchSharp.Modules.Parameter value) in objective.named_parameters())
        {
            using IDisposable frozen = no_grad();
            if (name.StartsWith("bias_lin", StringComparison.Ordinal)) value.fill_(name == "bias_lin.bias" ? GateInput : 0);
        }
        Tensor hidden = zeros(1, 1);
        Tensor logits = tensor([1.2f, -0.7f, 0.3f], 1, 3);
        TensorBatch batch = LossBatch.Of(tensor([1f, 0.3f, 0f], 1, 3), tensor([0.6f, 0.1f, 0.05f], 1, 3), tensor([0L]));
        return objective.Loss(new ModelOutput(logits, hidden, hidden), batch).ToDouble();
    }
}
