namespace Espalier.Data;

/// <summary>How the number n of annotators who gave an answer becomes its soft score.</summary>
public enum SoftTargetForm
{
    /// <summary>0.3, 0.6, 0.9, 1 for n = 1, 2, 3 and more: the official accuracy of that answer.</summary>
    Table,

    /// <summary>min(n/3, 1).</summary>
    Linear,
}
