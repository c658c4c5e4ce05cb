namespace Espalier.Data;

/// <summary>A named list of examples, ordered by question id, each id once.</summary>
/// <param name="Name">What to call it in reports: "train", "test-ood", ...</param>
/// <param name="Examples">The examples by ascending <see cref="VqaExample.QuestionId"/>.</param>
public sealed record VqaDataset(string Name, IReadOnlyList<VqaExample> Examples);
