namespace Espalier.Orchard.Questions;

/// <summary>What sort of answer a question has.</summary>
internal enum AnswerFamily { YesNo, Number, Tint, Kind, Side, Bulk }
