using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Objectives;

public sealed class LossGoldenTests
{
    private static readonly GoldenTensors Inputs = new("losses", "inputs.safetensors");
    private static readonly GoldenTensors Expected = new("losses", "outputs.safetensors");

    public static TheoryData<string> Cases { get; } =
        ["plain", "reweight", "bias_product", "bias_product_const", "lmh_w0.36", "lmh_w0.0", "lpf_g1", "lpf_g2", "lpf_g5", "rubi"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradients_are_those_of_the_reference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Inputs["logits"].clone().requires_grad_();
        Tensor hidden = Inputs["hidden"].clone().requires_grad_();
        TensorBatch batch = LossBatch.Of(Inputs["labels"], Inputs["bias"], Inputs["max_label"]);
        Objective objective = Create(name);

        Tensor loss = objective.Loss(new ModelOutput(logits, hidden, hidden), batch);
        loss.backward();

        Expected.AssertClose($"{name}.loss", loss);
        Expected.AssertClose($"{name}.logits_grad", logits.grad!);
        if (hidden.grad is not null) Expected.AssertClose($"{name}.hidden_grad", hidden.grad);
        foreach ((string parameter, Parameter value) in objective.named_parameters())
            Expected.AssertClose($"{name}.{parameter.Replace("smoothing.", "", StringComparison.Ordinal)}_grad", value.grad!);
    }

    private static Objective Create(string name)
    {
        ObjectiveOptions options = name switch
        {
            "plain" => new() { Name = "bce" },
            "reweight" => new() { Name = "reweight" },
            "bias_product" => new() { Name = "product" },
            "bias_product_const" => new() { Name = "product", Smoothing = 0.05 },
            "lmh_w0.36" => new() { Name = "lmh" },
            "lmh_w0.0" => new() { Name = "lmh", EntropyWeight = 0 },
            "lpf_g1" => new() { Name = "lpf", Gamma = 1 },
            "lpf_g2" => new() { Name = "lpf", Gamma = 2 },
            "lpf_g5" => new() { Name = "lpf" },
            _ => new() { Name = "rubi" },
        };
        Objective objective = ObjectiveFactory.Create(options, hidden: 768, answers: 11, seed: 1);
        foreach ((string parameter, Parameter value) in objective.named_parameters())
        {
            using IDisposable frozen = no_grad();
            if (Inputs.Names.Contains(parameter)) value.copy_(Inputs[parameter]);
        }
        return objective;
    }
}
