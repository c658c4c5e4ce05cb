using System.Text;
using Espalier.Sparsity;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Fuzz.Readers;

/// <summary>Sweeps, of a recipe that is whole.</summary>
internal sealed class SweepReader : FileReader
{
    private const string Start = "name: s\nrecipe: recipe.yaml\n";

    public SweepReader(string folder) : base(folder)
    {
        if (folder.Length > 0) File.WriteAllText(In("recipe.yaml"), RecipeReader.Recipe);
    }

    public override string Name => "sweep";

    // The recipe of each of at most 2,000 runs is read by itself, and none is kept.
    public override long Buffers => 1L << 30;

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("grid", Encoding.UTF8.GetBytes(Start + "set: { stage1.epochs: 2 }\ngrids:\n  - stage2.sparsity: [0.5, \"0.7\"]\n    seed: [1, 2]\n"));
        yield return ("named", Encoding.UTF8.GetBytes(Start + "grids:\n  - pair:\n      a+b: { compare: [ { stage1: bce, stage2: lmh } ] }\n      full a: { compare: [ { stage1: bce } ] }\n"));
        yield return ("plane", Encoding.UTF8.GetBytes(Start + "grids:\n  - stage2.allocation: { language: [0.3, 0.6], vision: [0.2, 0.5] }\n    seed: [1]\n"));
    }

    public override void Read(byte[] bytes) => Sweep.Read(Write("a.yaml", bytes), [],
        _ => [new PrunableMatrix("a", "language", 64), new PrunableMatrix("b", "vision", 64), new PrunableMatrix("c", "cross", 64)]);
}
