using Espalier.Data;
using Espalier.Text;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>What the labels of regions are called: for each kind and colour a row [V] that averages the word pieces of its name.</summary>
internal sealed class LabelWords : IDisposable
{
    private const int LongestName = 16;

    public LabelWords(PretrainingCorpus corpus, WordPieceTokenizer tokenizer) =>
        (Kinds, Colours) = (Rows(corpus.Kinds, tokenizer), Rows(corpus.Colors, tokenizer));

    /// <summary>[kinds, V].</summary>
    public Tensor Kinds { get; }

    /// <summary>[colours, V].</summary>
    public Tensor Colours { get; }

    public void Dispose()
    {
        Kinds.Dispose();
        Colours.Dispose();
    }

    private static Tensor Rows(IReadOnlyList<string> names, WordPieceTokenizer tokenizer)
    {
        float[] weights = new float[names.Count * tokenizer.VocabularySize];
        Span<int> pieces = stackalloc int[LongestName];
        for (int i = 0; i < names.Count; i++)
        {
            int count = tokenizer.Encode(names[i], pieces, EncodingForm.Standard);
            // Without [CLS] and [SEP].
            foreach (int piece in pieces[1..(count - 1)]) weights[i * tokenizer.VocabularySize + piece] += 1f / (count - 2);
        }
        return tensor(weights, [names.Count, tokenizer.VocabularySize]);
    }
}
