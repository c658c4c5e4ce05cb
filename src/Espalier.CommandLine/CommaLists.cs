using System.CommandLine;

namespace Espalier.CommandLine;

/// <summary>Options that take a <see cref="CommaList{T}"/>.</summary>
public static class CommaLists
{
    /// <summary>Makes an option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="helpName">What help calls its values.</param>
    /// <param name="initial">The values where it is not given.</param>
    /// <param name="parse">Reads a value; gives null where it is none.</param>
    /// <param name="expected">What values are.</param>
    public static Option<CommaList<T>> Option<T>(string name, string description, string helpName, string initial, Func<string, T?> parse, string expected)
        where T : class => new(name)
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

    /// <summary>Makes an option of whole numbers from 1 on.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="initial">The numbers where it is not given.</param>
    /// <param name="most">The largest that is taken.</param>
    public static Option<CommaList<ListedNumber>> Wholes(string name, string description, string initial, int most) => Option(name, description, "numbers", initial,
        text => ListedNumber.Parse(text, value => value >= 1 && value <= most && value == Math.Floor(value)), $"whole numbers from 1 to {most}, with commas between them: 1,8,32");
}
