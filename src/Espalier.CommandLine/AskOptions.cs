using System.CommandLine;
using Espalier.Text;

namespace Espalier.CommandLine;

/// <summary>Options of those who ask a model a question.</summary>
public static class AskOptions
{
    /// <summary>--question.</summary>
    public static Option<string> Question() => new("--question") { Description = "A question about it, in quotes.", HelpName = "text", Required = true };

    /// <summary>Refuses a question without words.</summary>
    /// <param name="tokenizer">The model's word pieces.</param>
    /// <param name="question">The question.</param>
    /// <exception cref="InputException">There is nothing to read in it.</exception>
    public static void RequireWords(WordPieceTokenizer tokenizer, string question)
    {
        if (tokenizer.Pieces(question).Count == 0) throw new InputException("--question", "text", "nothing to read", "a question in words");
    }

    /// <summary>--top, 5 by default.</summary>
    public static Option<int> Top()
    {
        var top = new Option<int>("--top") { Description = "How many answers to show.", HelpName = "n", DefaultValueFactory = _ => 5 };
        top.Require(value => value >= 1, "1 or more");
        return top;
    }

    /// <summary>--box, four numbers each.</summary>
    public static Option<float[]> Boxes()
    {
        var boxes = new Option<float[]>("--box")
        {
            Description = "A region to look at, as four fractions of width and height: --box 0.1 0.2 0.5 0.9. " +
                "May be given several times; by default regions are found as for the run's own data.",
            HelpName = "x1 y1 x2 y2", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true,
        };
        boxes.Require(value => value.Length % 4 == 0, "four numbers for each box");
        return boxes;
    }
}
