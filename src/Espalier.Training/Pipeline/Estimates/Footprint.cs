namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Bytes for each question, and for each answer that a generative backbone writes to it.</summary>
/// <param name="Question">Once for each question.</param>
/// <param name="Answer">Once for each of its answers.</param>
internal readonly record struct Footprint(double Question, double Answer)
{
    public static Footprint operator +(Footprint a, Footprint b) => new(a.Question + b.Question, a.Answer + b.Answer);

    public static Footprint operator *(Footprint a, double factor) => new(a.Question * factor, a.Answer * factor);

    /// <summary>The bytes of so many.</summary>
    public double Of(double questions, double answers) => questions * Question + answers * Answer;
}
