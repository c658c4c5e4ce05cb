using System.Runtime.InteropServices;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Estimates;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline.Estimates;

/// <summary>What is counted against what libtorch really holds, by the C library's own account.</summary>
public sealed partial class PassageTests
{
    private const int Questions = 96;

    public static MatrixTheoryData<string, string, double> Cases => new(["lxmert", "visualbert", "mplug"], ["fp32", "bf16"], [0, 0.1]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_waits_for_gradients_is_counted_to_a_sixth(string backbone, string precision, double dropout)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.RuntimeIdentifier.Contains("linux-x64", StringComparison.Ordinal), "needs glibc");
        Recipe recipe = With(MemoryModelTests.Recipe(backbone, Questions, precision), dropout);
        double held = Held(recipe, model => encode => encode());
        double counted = MemoryModelTests.Model(recipe).Learning(MemoryModelTests.Node(recipe, 1)).Activations;
        Assert.InRange(counted / held, 5 / 6.0, 6 / 5.0);
    }

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void What_layers_that_are_computed_once_more_leave_is_no_more_than_counted(string backbone)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.RuntimeIdentifier.Contains("linux-x64", StringComparison.Ordinal), "needs glibc");
        Recipe recipe = MemoryModelTests.Recipe(backbone, Questions);
        Recipe twice = recipe with { Model = recipe.Model with { Recompute = true } };
        double held = Held(twice, model => encode => model.Recomputation.Note(encode).Outputs);
        double counted = MemoryModelTests.Model(twice).Learning(MemoryModelTests.Node(twice, 1)).Activations;
        // The layer that is at work comes on top.
        Assert.InRange(held / counted, 0.2, 1);
        Assert.True(counted < MemoryModelTests.Model(recipe).Learning(MemoryModelTests.Node(recipe, 1)).Activations);
    }

    private static double Held(Recipe recipe, Func<VqaBackbone, Func<Func<Tensor[]>, Tensor[]>> run)
    {
        BackboneConfig config = MemoryModelTests.Config(recipe);
        using VqaBackbone model = config.Create(seed: 1);
        ModelFactory.Configure(model, recipe.Model);
        model.train();
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = new RandomBatches(recipe, config, Workload.Declared(recipe, config, null), CPU).Make(Questions);
        model.Dropout.BeginStep(1, 0);
        // The first pass makes what later ones find.
        double[] held = [.. Enumerable.Range(0, 2).Select(_ => Pass())];
        return held[1];

        double Pass()
        {
            using DisposeScope inner = NewDisposeScope();
            long before = InUse();
            Tensor[] states = run(model)(() =>
            {
                Encoding encoding = model.Encode(batch);
                return [encoding.Pooled, encoding.QuestionState];
            });
            Assert.True(states[0].requires_grad);
            return InUse() - before;
        }
    }

    private static Recipe With(Recipe recipe, double dropout) => recipe with { Model = recipe.Model with { Dropout = dropout } };

    private static long InUse()
    {
        Allocations now = Account();
        return (long)(now.InHeaps + now.Mapped);
    }

    // Of glibc's malloc.h, which counts all arenas.
    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Allocations Account();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Allocations
    {
        private readonly nuint _arena, _free, _small, _mappings;

        public readonly nuint Mapped;

        private readonly nuint _unused, _fast;

        public readonly nuint InHeaps;

        private readonly nuint _inFree, _top;
    }
}
