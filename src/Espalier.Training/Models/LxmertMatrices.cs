using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Finds and groups the weight matrices of an LXMERT model (Si et al. 2023, section 3 and appendix).</summary>
internal static class LxmertMatrices
{
    /// <summary>Every maskable layer's matrix under its checkpoint name, in the order of the state dict.</summary>
    public static IReadOnlyList<WeightMatrix> Of(nn.Module model)
    {
        List<WeightMatrix> matrices = [];
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (module is not IMaskable { Matrix: WeightMatrix matrix }) continue;
            matrix.Name = name + ".weight";
            matrix.Modality = ModalityOf(matrix.Name);
            matrices.Add(matrix);
        }
        return matrices;
    }

    /// <summary>The group of a matrix; null for position and token type embeddings, which are never pruned.</summary>
    public static Modality? ModalityOf(string name) => name switch
    {
        "lxmert.embeddings.word_embeddings.weight" => Modality.Language,
        "lxmert.pooler.dense.weight" => Modality.Pooler,
        _ when name.StartsWith("lxmert.encoder.layer.", StringComparison.Ordinal) => Modality.Language,
        _ when name.StartsWith("lxmert.encoder.visn_fc.", StringComparison.Ordinal) => Modality.Vision,
        _ when name.StartsWith("lxmert.encoder.r_layers.", StringComparison.Ordinal) => Modality.Vision,
        _ when name.StartsWith("lxmert.encoder.x_layers.", StringComparison.Ordinal) => Modality.Cross,
        _ => null,
    };
}
