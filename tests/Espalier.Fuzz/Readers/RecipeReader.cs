using System.Text;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Fuzz.Readers;

/// <summary>Recipes, and overrides of their keys.</summary>
internal sealed class RecipeReader(string folder) : FileReader(folder)
{
    /// <summary>A recipe that uses most kinds of values.</summary>
    public const string Recipe = """
        name: tiny
        seed: 49
        data: { source: orchard, split: changing-prior, crossing: 0.1, train: 300 }
        model: { backbone: lxmert, hidden: 16, heads: 2, intermediate: 32, layers: [1, 1, 1], precision: fp32 }
        pretrain: { images: 40, epochs: 1, batch: 64, tasks: [region-labels, questions] }
        stage1: { epochs: 1, batch: 64, learning-rate: 1e-3 }
        stage2: { sparsity: 0.5, allocation: { language: 0.75, vision: 0.5, cross: 0.76 } }
        stage3: null
        compare:
          - { stage1: bce, stage2: lmh }
        """;

    public override string Name => "recipe";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("tiny", Encoding.UTF8.GetBytes(Recipe));
        yield return ("default", Encoding.UTF8.GetBytes(RecipeFile.Write(RecipeFile.Parse(Recipe, "tiny", []))));
        yield return ("anchors", "name: &a \"lxmert\"\nmodel: { backbone: *a, hidden: !!int 16, heads: 2 }\ndata: { source: orchard }\nstage1: {}\n"u8.ToArray());
        yield return ("override", "stage2.sparsity=0.9"u8.ToArray());
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.yaml", bytes);
        Any(() => RecipeFile.Write(RecipeFile.Read(path, [])), () => RecipeFile.Parse(Recipe, "tiny", [Encoding.UTF8.GetString(bytes)]));
    }
}
