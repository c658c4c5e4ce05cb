using Espalier.Graphs;

namespace Espalier.Packing;

/// <summary>Whether a model and what its file says of it fit together.</summary>
internal static class PackedFit
{
    /// <summary>Checks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="graph">Its model.</param>
    /// <exception cref="InputException">Word pieces, answers, features or questions are not those of the model.</exception>
    public static void Require(PackedFile file, Graph graph)
    {
        PackedDescription said = file.Description;
        foreach (Operation operation in graph.Operations)
        {
            if (operation is Operation.Embedding { Table: var words }) Check("vocabulary", said.Tokenizer.VocabularySize, words.Rows, $"{words.Rows}, as \"{words.Name}\" has rows");
            if (operation is Operation.AddPositions { Table: var positions } && said.Question.Length > positions.Rows)
                throw Bad("question", $"a length of {said.Question.Length}", $"at most {positions.Rows}, as \"{positions.Name}\" has rows");
        }
        foreach (GraphInput.States input in graph.Inputs.OfType<GraphInput.States>())
        {
            if (input.Name == RegionInputs.Boxes) Check("config", 4, input.Value.Width, $"boxes of {input.Value.Width} numbers, as {input.Name} has in the model");
            else Check("regions", said.Regions.FeatureSize, input.Value.Width, $"{input.Value.Width}, as {input.Name} has numbers in the model");
        }
        int logits = graph.Outputs[0].Value.Width;
        Check("answers", said.Answers.Count, logits, $"{logits}, as the model has logits");

        void Check(string key, int found, int needed, string expected)
        {
            if (found != needed) throw Bad(key, $"{found}", expected);
        }

        InputException Bad(string key, string found, string expected) => new(file.Path, $"metadata \"{key}\"", found, expected);
    }
}
