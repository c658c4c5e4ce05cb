namespace Espalier.Data;

/// <summary>How the number n of annotators who gave an answer becomes its soft score: as in the code of bottom-up attention (Teney et al. 2018), or as in that of VQA-VS (Si et al. 2022).</summary>
public enum SoftTargetForm
{
    /// <summary>0.3, 0.6, 0.9, 1 for n = 1, 2, 3 and more: the official accuracy of that answer.</summary>
    Table,

    /// <summary>min(n/3, 1).</summary>
    Linear,
}
