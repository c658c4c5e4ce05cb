using Espalier.Data;
using Espalier.Numerics;
using Espalier.Text;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Makes pre-training batches. What is hidden or swapped depends on seed and step alone. Of the words chosen, eight in ten become [MASK],
/// one a random word, one stays, as in BERT.
/// </summary>
internal sealed class PretrainingBatches(PretrainingTexts texts, WordPieceTokenizer tokenizer, PretrainingTasks tasks)
{
    private const double HiddenWordShare = 0.2, HiddenRegionShare = 0.15, SwappedShare = 0.5;

    /// <summary>Makes the batch of a step from texts of the corpus.</summary>
    public PretrainingBatch Make(ReadOnlySpan<int> rows, ulong seed, long step)
    {
        SplitMix random = new(SplitMix.Hash(seed, (ulong)step));
        int length = texts.Length, regions = texts.Features.MaxRegions, size = texts.Features.FeatureSize;
        long[] ids = new long[rows.Length * length], kinds = new long[rows.Length * regions], colours = new long[kinds.Length];
        float[] real = new float[ids.Length], features = new float[kinds.Length * size], boxes = new float[kinds.Length * 4], present = new float[kinds.Length];
        List<long> maskedAt = [], maskedWords = [], captions = [], matches = [], questions = [], answers = [];
        Array.Fill(kinds, RegionLabelHead.Unlabelled);
        Array.Fill(colours, RegionLabelHead.Unlabelled);
        for (int b = 0; b < rows.Length; b++)
        {
            (int image, int feature, int answer) = texts[rows[b]];
            int count = texts.Counts[rows[b]];
            for (int t = 0; t < length; t++) (ids[b * length + t], real[b * length + t]) = (texts.Pieces[rows[b] * length + t], t < count ? 1 : 0);
            if (answer >= 0)
            {
                questions.Add(b);
                answers.Add(answer);
            }
            else if (tasks.HasFlag(PretrainingTasks.Matching) && random.Unit() < SwappedShare)
            {
                captions.Add(b);
                int own = image;
                (image, feature, _) = texts[random.Below(texts.Count)];
                matches.Add(image == own ? 1 : 0);
            }
            else
            {
                captions.Add(b);
                matches.Add(1);
                if (tasks.HasFlag(PretrainingTasks.MaskedWords)) HideWords(ids.AsSpan(b * length, count), b * length, random, maskedAt, maskedWords);
            }
            Span<float> rowFeatures = features.AsSpan(b * regions * size, regions * size);
            int found = texts.Features.Read(feature, rowFeatures, boxes.AsSpan(b * regions * 4, regions * 4));
            present.AsSpan(b * regions, Math.Max(found, 1)).Fill(1);
            IReadOnlyList<RegionLabel> labels = texts.Corpus.Images[image].Regions;
            for (int r = 0; r < found; r++)
            {
                if (labels[r].Kind >= 0) kinds[b * regions + r] = labels[r].Kind;
                if (labels[r].Color >= 0) colours[b * regions + r] = labels[r].Color;
                // Only captions hide regions: the answer to a question may be in any of them.
                if (answer < 0 && random.Unit() < HiddenRegionShare) rowFeatures.Slice(r * size, size).Clear();
            }
        }
        TensorBatch inputs = new()
        {
            TokenIds = tensor(ids, [rows.Length, length]),
            TokenMask = tensor(real, [rows.Length, length]),
            Features = tensor(features, [rows.Length, regions, size]),
            Boxes = tensor(boxes, [rows.Length, regions, 4]),
            RegionMask = tensor(present, [rows.Length, regions]),
        };
        return new PretrainingBatch(inputs, maskedAt.ToTensor(), maskedWords.ToTensor(), captions.ToTensor(), matches.ToTensor(), questions.ToTensor(), answers.ToTensor(),
            tensor(kinds, [rows.Length, regions]), tensor(colours, [rows.Length, regions]));
    }

    private void HideWords(Span<long> ids, int offset, SplitMix random, List<long> at, List<long> hidden)
    {
        if (ids.Length <= 2) return;
        // Neither [CLS] nor [SEP]; at least one word, or the caption would teach nothing.
        int certain = 1 + random.Below(ids.Length - 2);
        for (int t = 1; t < ids.Length - 1; t++)
        {
            if (t != certain && random.Unit() >= HiddenWordShare) continue;
            at.Add(offset + t);
            hidden.Add(ids[t]);
            double choice = random.Unit();
            if (choice < 0.8) ids[t] = tokenizer.MaskId;
            else if (choice < 0.9) ids[t] = random.Below(tokenizer.VocabularySize);
        }
    }
}
