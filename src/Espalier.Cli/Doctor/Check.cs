namespace Espalier.Cli.Doctor;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="State">How it is. Only what nothing works without fails.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Found">What is there.</param>
/// <param name="Remedy">What to do about it; empty where all is well.</param>
internal sealed record Check(CheckState State, string What, string Found, string Remedy = "");
