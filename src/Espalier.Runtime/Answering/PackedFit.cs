using Espalier.Data;
using Espalier.Graphs;
using Espalier.Packing;

namespace Espalier.Answering;

/// <summary>Whether a model and what its file says of it fit together.</summary>
internal static class PackedFit
{
    // Of a value of one picture: 256 MiB. The largest published model has 5 million.
    private const long MostNumbers = 1 << 26;

    /// <summary>Checks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="graphs">Its model.</param>
    /// <exception cref="InputException">Word pieces, answers, features or questions are not those of the model.</exception>
    public static void Require(PackedFile file, IReadOnlyList<Graph> graphs)
    {
        PackedDescription said = file.Description;
        foreach (Operation operation in graphs.SelectMany(graph => graph.Operations))
        {
            if (operation is Operation.Embedding { Table: var words }) Check("vocabulary", said.Tokenizer.VocabularySize, words.Rows, $"{words.Rows}, as \"{words.Name}\" has rows");
        }
        foreach (Operation operation in graphs[0].Operations)
        {
            // What has a fixed number of rows was checked when the graph was built.
            if (operation is Operation.AddPositions { Table: var positions, X.Axis: Axis.Sequence } && said.Question.Length > positions.Rows)
                throw Bad("question", $"a length of {said.Question.Length}", $"at most {positions.Rows}, as \"{positions.Name}\" has rows");
            if (operation.Output is { Axis: Axis.Fixed { Length: var states }, Width: var width } && (long)states * width > MostNumbers)
                throw Bad("config", $"pictures of {states} states of {width} numbers", $"at most {MostNumbers} numbers in all");
        }
        foreach (GraphInput.States input in graphs[0].Inputs.OfType<GraphInput.States>())
        {
            if (input.Name == RegionInputs.Boxes) Check("config", 4, input.Value.Width, $"boxes of {input.Value.Width} numbers, as {input.Name} has in the model");
            else Check("regions", said.Regions.FeatureSize, input.Value.Width, $"{input.Value.Width}, as {input.Name} has numbers in the model");
        }
        if (graphs is [var classifier])
        {
            int logits = classifier.Outputs[0].Value.Width;
            Check("answers", said.Answers.Count, logits, $"{logits}, as the model has logits");
        }
        else if (said.Ranking is null)
        {
            throw Bad("ranking", "nothing", "how the model chooses among its answers");
        }
        else
        {
            Check("vocabulary", said.Tokenizer.PadId, 0, "[PAD] as number 0, which answers are filled up with");
            AnswerSequences sequences = AnswerSequences.Of(said.Answers, said.Tokenizer);
            int cut = Array.FindIndex([.. sequences.Ids.Chunk(sequences.Length)], row => row.SkipWhile(id => id != 0).Any(id => id != 0));
            if (cut >= 0) throw Bad("answers", $"\"{said.Answers[cut]}\", which has [PAD] in it", "answers of other word pieces");
            // A decoder that knows fewer positions than its longest answer has would fail at a question.
            int positions = MplugReader.PositionsOf(graphs[1]);
            if (sequences.Length - 1 > positions) throw Bad("answers", $"one of {sequences.Length - 1} pieces", $"at most {positions}, as the decoder has positions");
        }

        void Check(string key, int found, int needed, string expected)
        {
            if (found != needed) throw Bad(key, $"{found}", expected);
        }

        InputException Bad(string key, string found, string expected) => new(file.Path, $"metadata \"{key}\"", found, expected);
    }
}
