using Espalier.Data;
using Espalier.Features;
using Espalier.Text;

namespace Espalier.Training.Pretraining;

/// <summary>The texts of a corpus as word pieces, each with its image and, if it is a question, its answer.</summary>
internal sealed class PretrainingTexts
{
    private readonly List<(int Image, int Feature, int Answer)> texts = [];

    /// <exception cref="InputException">An image has no features, or not one label for each of its regions.</exception>
    public PretrainingTexts(PretrainingCorpus corpus, IRegionFeatures features, WordPieceTokenizer tokenizer, int length, PretrainingTasks tasks)
    {
        (Corpus, Features, Length) = (corpus, features, length);
        List<string> written = [];
        float[] numbers = new float[features.MaxRegions * features.FeatureSize], boxes = new float[features.MaxRegions * 4];
        var answers = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < corpus.Images.Count; i++)
        {
            PretrainingImage image = corpus.Images[i];
            int feature = CorpusRegions.Find(corpus, i, features);
            CorpusRegions.CheckCount(corpus, i, features.Read(feature, numbers, boxes));
            if ((tasks & (PretrainingTasks.MaskedWords | PretrainingTasks.Matching)) != 0)
            {
                foreach (string caption in image.Captions) Add(caption, (i, feature, -1));
            }
            if (!tasks.HasFlag(PretrainingTasks.Questions)) continue;
            foreach (PretrainingQuestion question in image.Questions)
            {
                answers.TryAdd(question.Answer, answers.Count);
                Add(question.Question, (i, feature, answers[question.Answer]));
            }
        }
        AnswerCount = Math.Max(1, answers.Count);
        Pieces = new int[written.Count * length];
        Counts = [.. written.Select((text, i) => tokenizer.Encode(text, Pieces.AsSpan(i * length, length), EncodingForm.Standard))];

        void Add(string text, (int, int, int) about)
        {
            written.Add(text);
            texts.Add(about);
        }
    }

    public PretrainingCorpus Corpus { get; }

    public IRegionFeatures Features { get; }

    /// <summary>Word pieces of each text, padding included.</summary>
    public int Length { get; }

    public int Count => texts.Count;

    /// <summary>Different answers of the questions.</summary>
    public int AnswerCount { get; }

    /// <summary>Word pieces [Count, Length].</summary>
    public int[] Pieces { get; }

    /// <summary>Pieces of each text that are not padding.</summary>
    public int[] Counts { get; }

    /// <summary>The image in the corpus and in the features, and the answer, -1 for a caption.</summary>
    public (int Image, int Feature, int Answer) this[int text] => texts[text];
}
