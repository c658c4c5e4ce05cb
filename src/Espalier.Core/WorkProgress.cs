namespace Espalier;

/// <summary>How far a long step is.</summary>
/// <param name="Step">What is done, for people: "stage 2, lpf+lmh".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 where it is not known.</param>
/// <param name="Unit">What is counted: "images", "questions".</param>
/// <param name="Loss">The present loss, where there is one.</param>
public readonly record struct WorkProgress(string Step, long Done, long Total, string Unit, double? Loss = null);
