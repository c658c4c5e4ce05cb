using System.CommandLine;

namespace Espalier.CommandLine;

/// <summary>Conditions on the values of options, told as bad use.</summary>
public static class OptionRules
{
    /// <summary>Lets an option take only some values.</summary>
    /// <param name="option">The option.</param>
    /// <param name="holds">Whether a value is one.</param>
    /// <param name="expected">What they are.</param>
    public static void Require<T>(this Option<T> option, Func<T, bool> holds, string expected) => option.Validators.Add(result =>
    {
        if (result.Implicit) return;
        try
        {
            if (!holds(result.GetValueOrDefault<T>()!))
                result.AddError($"{option.Name}: found {string.Join(' ', result.Tokens.Select(token => token.Value))}; expected {expected}");
        }
        catch (InvalidOperationException)
        {
            // It is not of its type, which the parser tells by itself.
        }
    });
}
