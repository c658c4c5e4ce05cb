using Espalier.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class WeightNormLinearTests
{
    private const float Length = 3;

    [Theory]
    [InlineData(40, 256)]
    [InlineData(3129, 1536)]
    public void A_matrix_has_its_length_and_the_gradient_of_it_however_large_it_is(int outputs, int inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(5);
        WeightNormLinear layer = new(inputs, outputs, CPU);
        Dictionary<string, Parameter> parameters = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Tensor x = randn([1, inputs], generator: generator), v = rand([outputs, inputs], generator: generator) - 0.25;
        using (no_grad())
        {
            parameters["weight_v"].copy_(v);
            parameters["weight_g"].fill_(Length);
        }

        Tensor y = layer.Forward(x);
        y.sum().backward();

        (Tensor wide, Tensor ones) = (v.to(ScalarType.Float64), x.to(ScalarType.Float64).expand(outputs, inputs));
        Tensor norm = wide.square().sum().sqrt(), slope = (wide * ones).sum();
        AssertClose(Length * wide.matmul(ones[0]) / norm, y[0], 3e-6);
        AssertClose(Length * ((ones / norm) - (wide * slope / norm.pow(3))), parameters["weight_v"].grad!, 3e-6);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        double scale = expected.abs().max().item<double>();
        Assert.InRange((expected - actual).abs().max().item<double>() / scale, 0, tolerance);
    }
}
