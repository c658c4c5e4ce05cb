namespace Espalier.Vision;

/// <summary>One setting as text.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Expected">What its values are.</param>
/// <param name="Set">Sets it; null where the text is no such value.</param>
/// <param name="Show">Its value, as <paramref name="Set"/> takes it; null where it is not set.</param>
/// <param name="Scope">Which models it is for.</param>
internal sealed record VisionSettingKey(
    string Name, string Expected, Func<VisionSettings, string, VisionSettings?> Set, Func<VisionSettings, string?> Show, SettingScope Scope = SettingScope.Any)
{
    /// <summary>Whether it does anything with a model whose outputs are known.</summary>
    public bool Concerns(OutputRoles roles) => Scope switch
    {
        SettingScope.Detector => roles.Boxes is not null,
        SettingScope.Scores => roles.Scores is not null,
        SettingScope.Backbone => roles.Boxes is null,
        _ => true,
    };
}
