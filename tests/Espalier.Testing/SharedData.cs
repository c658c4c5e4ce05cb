namespace Espalier.Testing;

/// <summary>Public data beside the checkout, which is not shipped: a test that needs it skips where it is absent.</summary>
public static class SharedData
{
    public static string? Find(string name) => Golden.FindUp(Path.Combine("shared", "data", name));
}
