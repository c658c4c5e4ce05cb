using System.CommandLine;

namespace Espalier.Cli.Commands;

/// <summary>Values of an option that stand in one word with commas between them: `--batch 1,8,32`.</summary>
/// <param name="Values">The values, each once.</param>
internal sealed record CommaList<T>(IReadOnlyList<T> Values)
    where T : class
{
    /// <summary>Makes an option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="helpName">What help calls its values.</param>
    /// <param name="initial">The values where it is not given.</param>
    /// <param name="parse">Reads a value; gives null where it is none.</param>
    /// <param name="expected">What values are.</param>
    public static Option<CommaList<T>> Option(string name, string description, string helpName, string initial, Func<string, T?> parse, string expected) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => new([.. initial.Split(',').Select(word => parse(word)!)]),
        CustomParser = result =>
        {
            List<T> values = [];
            foreach (string word in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (parse(word) is { } value) values.Add(value);
                else result.AddError($"{name}: found {(word.Length == 0 ? "nothing" : word)}; expected {expected}");
            }
            return new([.. values.Distinct()]);
        },
    };

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Values);
}
