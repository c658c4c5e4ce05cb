using System.Text.Json;
using Espalier.Testing;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Training;

public sealed class ScheduleGoldenTests
{
    private static readonly JsonElement Case = Golden.Case("schedules");

    [Theory]
    [InlineData("linear_warmup", Decay.Linear)]
    [InlineData("cosine_warmup", Decay.Cosine)]
    public void Learning_rates_are_those_of_the_reference(string name, Decay decay)
    {
        JsonElement expected = Case.GetProperty(name);
        LearningRateSchedule schedule = new(decay, expected.GetProperty("warmup").GetInt64(), expected.GetProperty("total").GetInt64());
        double highest = expected.GetProperty("lr").GetDouble();
        double[] rates = [.. expected.GetProperty("rates").EnumerateArray().Select(rate => rate.GetDouble())];
        Assert.All(rates, (rate, step) => Assert.Equal(rate, highest * schedule.Factor(step), 1e-12));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Five_steps_of_AdamW_are_those_of_the_reference(bool fused)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors golden = new("schedules", "adamw.safetensors");
        Tensor value = golden["param_0"].clone();
        TrainedTensor trained = new() { Name = "weight", Value = value, Leaf = value.requires_grad_() };
        AdamWOptions options = new() { WeightDecay = 0.01, ClipNorm = 0 };
        using AdamW optimizer = fused ? new FusedAdamW([trained], options) : new DeviceAdamW([trained], options);
        for (int step = 1; step <= 5; step++)
        {
            value.grad = golden[$"grad_{step}"].clone();
            optimizer.Update(0.01, 0.01);
            golden.AssertClose($"param_{step}", value.detach());
        }
    }
}
