namespace Espalier.Training.Models;

/// <summary>What a mask keeps or prunes as a whole (the published code of Si et al. 2023 has these options, but bars them for VQA).</summary>
public enum Structure
{
    /// <summary>Single weights.</summary>
    None,

    /// <summary>Attention heads: their rows of the query, key and value matrices and their columns of the output projection.</summary>
    Heads,

    /// <summary>Units between the two matrices of a feed-forward layer: a row of the first and a column of the second.</summary>
    Ffn,

    /// <summary>Matrices.</summary>
    Layers,
}
