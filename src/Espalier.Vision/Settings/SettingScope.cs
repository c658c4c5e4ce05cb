namespace Espalier.Vision;

/// <summary>Which models a setting is for.</summary>
internal enum SettingScope
{
    /// <summary>All.</summary>
    Any,

    /// <summary>Those that give boxes.</summary>
    Detector,

    /// <summary>Those that give boxes and scores.</summary>
    Scores,

    /// <summary>Those that give a grid.</summary>
    Backbone,
}
