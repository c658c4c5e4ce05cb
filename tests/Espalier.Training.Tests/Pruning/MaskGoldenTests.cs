using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using Espalier.Training.Training.Optimization;
using Espalier.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pruning;

public sealed class MaskGoldenTests
{
    private static readonly Dictionary<string, string> Groups = new() { ["Lang"] = "language", ["Vis"] = "vision", ["Fus"] = "cross", ["P"] = "pooler" };

    [Theory]
    [InlineData("uniform")]
    [InlineData("global")]
    [InlineData("modal")]
    public void A_masked_model_computes_what_the_reference_does(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        string name = $"masked_lxmert_{form}";
        Lxmert model = Load();
        MaskTraining masks = new(model, AllocationOf(model, form));
        Dictionary<string, MatrixMask> found = masks.Masks.Masks.ToDictionary();
        using (SafetensorsFile expected = SafetensorsFile.Open(Golden.PathOf(name, "binary_masks.safetensors")))
        {
            Assert.Equal(expected.Tensors.Count, found.Count);
            Assert.All(expected.Tensors.Keys, layer =>
                Assert.All(expected.ReadIntegers(layer), (kept, i) => Assert.Equal(kept != 0, found[$"{layer}.weight"].Bits[i])));
        }

        GoldenTensors outputs = new(name, "outputs.safetensors"), gradients = new(name, "mask_grads.safetensors");
        using AdamW optimizer = AdamW.Create(masks.Tensors, new AdamWOptions());
        optimizer.Publish();
        TensorBatch batch = LxmertGoldenTests.Batch("plain", new GoldenTensors(name, "inputs.safetensors"));
        ModelOutput output = model.Forward(batch);
        Tensor loss = new BinaryCrossEntropy().Loss(output, batch);
        loss.backward();
        outputs.AssertClose("loss", loss);
        outputs.AssertClose("logits", output.Logits);
        Assert.All(masks.Tensors.Where(tensor => tensor.IsMask), score =>
        {
            if (!gradients.Names.Contains(score.Name)) Assert.Null(score.Leaf.grad);
            else gradients.AssertClose(score.Name, score.Leaf.grad! * score.Factor!);
        });
    }

    [Theory]
    [InlineData(TieRule.Reference)]
    [InlineData(TieRule.Exact)]
    public void Refreshed_thresholds_are_those_of_the_reference(TieRule ties)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenTensors scores = new("masked_lxmert_modal", "real_masks_after_steps.safetensors");
        GoldenTensors thresholds = new("masked_lxmert_modal", "thresholds_after_reset.safetensors");
        Lxmert model = Load();
        MaskTraining masks = new(model, AllocationOf(model, "modal"), new MaskTrainingOptions { Ties = ties });
        foreach (TrainedTensor score in masks.Tensors.Where(tensor => tensor.IsMask)) score.Value.copy_(scores[Layer(score)]);

        masks.BeginStep(100, 1);

        Assert.All(masks.Tensors.Where(tensor => tensor.IsMask), score => thresholds.AssertClose(Layer(score), tensor(score.Threshold)));

        static string Layer(TrainedTensor score) => score.Name.Replace(".weight_mask", "", StringComparison.Ordinal);
    }

    private static Lxmert Load()
    {
        Lxmert model = Lxmert.Blank(LxmertGoldenTests.Config);
        using ITensorSource weights = SafetensorsFile.Open(Golden.PathOf("masked_lxmert_uniform", "weights.safetensors"));
        ModelWeights.Load(model, weights);
        model.eval();
        return model;
    }

    private static Allocation AllocationOf(Lxmert model, string form)
    {
        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrices.Describe(model);
        return form switch
        {
            "uniform" => Allocation.Uniform(matrices, 0.4),
            "global" => Allocation.Global(matrices, 0.4),
            // The reference does not check the budget, and these rates do not keep it.
            _ => Allocation.PerMatrix(matrices, [.. matrices.Select(matrix => Rates()[matrix.Group])]),
        };
    }

    private static Dictionary<string, double> Rates() => Golden.Case("masked_lxmert_modal").GetProperty("rates").EnumerateObject()
        .ToDictionary(rate => Groups[rate.Name], rate => rate.Value.GetDouble());
}
