namespace Espalier.Run.Tests;

internal sealed record Outcome(int Code, string Output, string Errors);
