using System.Runtime.CompilerServices;
using Espalier.Testing;

namespace Espalier.Training.Tests.Pipeline;

public sealed class RecipeReferenceTests
{
    [Fact]
    public void The_page_of_all_keys_tells_what_the_code_does() => Snapshot.MatchFile(Page(), RecipeReference.Markdown());

    private static string Page([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/recipes.md"));
}
