namespace Espalier.Orchard.Questions;

/// <summary>A question that can be asked about a scene.</summary>
/// <param name="Text">In lower case, with a question mark.</param>
/// <param name="Family">What sort of answer it has.</param>
/// <param name="Answer">The right answer.</param>
/// <param name="Doubt">How much likelier than usual an annotator is to disagree: 1 is usual.</param>
internal readonly record struct Candidate(string Text, AnswerFamily Family, string Answer, double Doubt = 1);
