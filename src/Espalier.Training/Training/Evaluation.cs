namespace Espalier.Training.Training;

/// <summary>The scores of one evaluation.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Scores">The score of each validation set, in percent.</param>
public sealed record Evaluation(long Step, double Epoch, IReadOnlyDictionary<string, double> Scores);
