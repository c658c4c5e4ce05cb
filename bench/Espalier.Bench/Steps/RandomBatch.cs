using Espalier.Numerics;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Bench.Steps;

/// <summary>A batch of random words, regions and targets.</summary>
internal static class RandomBatch
{
    public static TensorBatch Make(StepCase step, ulong seed)
    {
        SplitMix random = new(seed);
        int batch = step.Batch, answers = step.Config.AnswerCount;
        float[] words = Mask(random, batch, step.Tokens, step.FewestTokens), regions = Mask(random, batch, step.Regions, step.FewestRegions);
        long[] ids = [.. words.Select(word => word == 0 ? 0L : 1 + random.Below(step.Config.VocabularySize - 1))];
        float[] features = [.. Enumerable.Range(0, batch * step.Regions * step.Config.FeatureSize).Select(_ => (float)random.Gaussian())];
        float[] boxes = [.. Enumerable.Range(0, batch * step.Regions * 4).Select(_ => (float)random.Unit())];
        float[] targets = new float[batch * answers];
        for (int b = 0; b < batch; b++) targets[(b * answers) + random.Below(answers)] = 1;
        return new TensorBatch
        {
            TokenIds = tensor(ids, [batch, step.Tokens]),
            TokenMask = tensor(words, [batch, step.Tokens]),
            Features = tensor(features, [batch, step.Regions, step.Config.FeatureSize]),
            Boxes = tensor(boxes, [batch, step.Regions, 4]),
            RegionMask = tensor(regions, [batch, step.Regions]),
            Targets = tensor(targets, [batch, answers]),
        };
    }

    // The first row is full, so that no batch is shorter than the case says.
    private static float[] Mask(SplitMix random, int batch, int length, int fewest)
    {
        float[] mask = new float[batch * length];
        for (int b = 0; b < batch; b++)
            mask.AsSpan(b * length, b == 0 ? length : fewest + random.Below(length - fewest + 1)).Fill(1);
        return mask;
    }
}
