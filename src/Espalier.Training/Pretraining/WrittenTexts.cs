using Espalier.Data;
using Espalier.Features;
using Espalier.Numerics;
using Espalier.Text;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// The texts of a corpus for a model that reads pictures and writes: an image with nothing said and its caption to be written, an image with a question
/// and its answer to be written, or an image with a caption that may be another's. Batches depend on seed and step alone.
/// </summary>
internal sealed class WrittenTexts
{
    private const double SwappedShare = 0.5;
    private const int NothingWritten = -1;

    private readonly List<(int Image, (int Read, int Written)[] Texts)> _examples = [];
    private readonly List<int> _captions = [];
    private readonly PictureReader _pictures;
    private readonly AnswerSequences _written;
    private readonly int[] _pieces;
    private readonly int[] _counts;
    private readonly int _length;
    private readonly int _together;

    /// <summary>Prepares the texts.</summary>
    /// <exception cref="InputException">An image has no picture.</exception>
    public WrittenTexts(PretrainingCorpus corpus, string images, int side, WordPieceTokenizer tokenizer, PretrainingOptions options)
    {
        (_length, _together) = (options.TextLength, options.TextsPerPicture);
        OrderedDictionary<string, int> read = [], written = [];
        List<string> files = [];
        for (int i = 0; i < corpus.Images.Count; i++)
        {
            PretrainingImage image = corpus.Images[i];
            List<(int Read, int Written)> texts = [];
            files.Add(DatasetFolder.FindImage(images, image.Id)
                ?? throw new InputException(corpus.Source, $"$.images[{i}].id", $"{image.Id}, which has no picture in {images}", "a picture of every image"));
            foreach (string caption in image.Captions)
            {
                if (options.Tasks.HasFlag(PretrainingTasks.Captions)) texts.Add((Number(read, ""), Number(written, caption)));
                if (!options.Tasks.HasFlag(PretrainingTasks.Matching)) continue;
                _captions.Add(Number(read, caption));
                texts.Add((_captions[^1], NothingWritten));
            }
            if (options.Tasks.HasFlag(PretrainingTasks.Questions))
            {
                foreach (PretrainingQuestion question in image.Questions) texts.Add((Number(read, question.Question), Number(written, question.Answer)));
            }
            // The last texts of an image, if they are too few, are joined by its first.
            for (int start = 0; start < texts.Count; start += _together)
                _examples.Add((i, [.. Enumerable.Range(start, _together).Select(at => texts[at % texts.Count])]));
        }
        if (written.Count == 0) Number(written, "");
        _written = AnswerSequences.Of([.. written.Keys], tokenizer);
        _pieces = new int[read.Count * _length];
        _counts = [.. read.Keys.Select((text, i) => tokenizer.Encode(text, _pieces.AsSpan(i * _length, _length), EncodingForm.Standard))];
        _pictures = new PictureReader(files, side);

        static int Number(OrderedDictionary<string, int> texts, string text)
        {
            texts.TryAdd(text, texts.Count);
            return texts[text];
        }
    }

    /// <summary>Logarithms of the shares that word pieces have in what is to be written, less their mean [vocabulary].</summary>
    public Tensor LogShares(int vocabulary)
    {
        // Of a piece that is never written a tenth: far less than of any other, and finite.
        float[] counts = [.. Enumerable.Repeat(0.1f, vocabulary)];
        foreach ((_, int written) in _examples.SelectMany(example => example.Texts))
        {
            if (written == NothingWritten) continue;
            // The first piece is given, and padding is not judged.
            foreach (long piece in _written.Ids.AsSpan((written * _written.Length) + 1, _written.Length - 1)) counts[piece] += piece == 0 ? 0 : 1;
        }
        float[] logarithms = [.. counts.Select(count => MathF.Log(count))];
        float mean = logarithms.Average();
        return tensor([.. logarithms.Select(logarithm => logarithm - mean)]);
    }

    /// <summary>Examples in all: pictures, each with as many of its texts as a step reads together.</summary>
    public int Count => _examples.Count;

    /// <summary>Makes the batch of a step.</summary>
    /// <param name="examples">Numbers of examples.</param>
    /// <param name="seed">Decides what is swapped.</param>
    /// <param name="step">The step.</param>
    public WrittenBatch Make(ReadOnlySpan<int> examples, ulong seed, long step)
    {
        SplitMix random = new(SplitMix.Hash(seed, (ulong)step));
        (int count, int longest) = (examples.Length * _together, _written.Length);
        (long[] ids, float[] real, long[] answers) = (new long[count * _length], new float[count * _length], new long[count * longest]);
        (List<long> judged, List<long> matches) = ([], []);
        int[] shown = new int[examples.Length];
        for (int b = 0; b < count; b++)
        {
            (shown[b / _together], (int Read, int Written)[] texts) = _examples[examples[b / _together]];
            (int read, int written) = texts[b % _together];
            if (written == NothingWritten)
            {
                int other = random.Unit() < SwappedShare ? _captions[random.Below(_captions.Count)] : read;
                judged.Add(b);
                matches.Add(other == read ? 1 : 0);
                read = other;
            }
            else
            {
                _written.Ids.AsSpan(written * longest, longest).CopyTo(answers.AsSpan(b * longest));
            }
            for (int t = 0; t < _length; t++) (ids[(b * _length) + t], real[(b * _length) + t]) = (_pieces[(read * _length) + t], t < _counts[read] ? 1 : 0);
        }
        TensorBatch inputs = new()
        {
            TokenIds = tensor(ids, [count, _length]),
            TokenMask = tensor(real, [count, _length]),
            Images = Pictures(shown),
            AnswerIds = tensor(answers, [count, 1, longest]),
        };
        return new WrittenBatch(inputs, judged.ToTensor(), matches.ToTensor(), shown);
    }

    /// <summary>Normalised pixels [B, 3, S, S].</summary>
    /// <param name="images">Of each picture, its index in the corpus.</param>
    public Tensor Pictures(ReadOnlySpan<int> images)
    {
        float[] pixels = new float[images.Length * _pictures.Length];
        for (int b = 0; b < images.Length; b++) _pictures.Read(images[b], pixels.AsSpan(b * _pictures.Length, _pictures.Length));
        return tensor(pixels, [images.Length, 3, _pictures.Side, _pictures.Side]);
    }
}
