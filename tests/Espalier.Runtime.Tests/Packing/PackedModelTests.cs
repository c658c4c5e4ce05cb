using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Execution;
using Espalier.Graphs;
using Espalier.Kernels;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Testing;
using Espalier.Text;
using Espalier.Threads;

namespace Espalier.Tests.Packing;

public sealed class PackedModelTests : IDisposable
{
    private static readonly string[] Texts = ["What is this?", "is", "", "this is a what is this a is what", "zebra?"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static PackedQuestion[] Questions { get; } =
        [.. from regions in (int[])[1, 3, 20] from text in Texts select new PackedQuestion(TinyPackedModel.Picture(regions, regions), text)];

    [Theory]
    [InlineData(0, PackedValues.F32)]
    [InlineData(0.6, PackedValues.F32)]
    [InlineData(0.95, PackedValues.F32)]
    [InlineData(0, PackedValues.BF16)]
    [InlineData(0.6, PackedValues.BF16)]
    [InlineData(0.95, PackedValues.BF16)]
    [InlineData(0, PackedValues.I8)]
    [InlineData(0.6, PackedValues.I8)]
    [InlineData(0.95, PackedValues.I8)]
    public void Logits_are_those_of_the_unpacked_weights(double sparsity, PackedValues values)
    {
        string path = TinyPackedModel.Write(_folder, sparsity, values: values);
        using PackedModel model = PackedModel.Open(path);
        using PackedFile packed = PackedFile.Open(path);
        string dense = _folder.File("dense.safetensors");
        SafetensorsWriter.Write(dense, packed.Tensors.Keys.Select(name => TensorEntry.From(packed, name)));
        using SafetensorsFile plain = SafetensorsFile.Open(dense);
        using WorkerTeam team = new(1);
        Graph graph = Architectures.VisualBertGraph.Build(plain, heads: 4, epsilon: 1e-12, layers: 1);
        GraphExecutor executor = new(GraphProgram.Compile(graph, plain), KernelSet.Best, team);
        foreach (PackedQuestion question in Questions)
        {
            int[] ids = new int[8];
            int count = model.Description.Tokenizer.Encode(question.Question, ids, EncodingForm.Standard);
            PictureRegions picture = (PictureRegions)question.Picture;
            using Workspace run = executor.Rent(1, count, picture.Count);
            ids[..count].CopyTo(run.Ids("input_ids"));
            picture.Features.CopyTo(run.Rows("visual_embeds"));
            run.Run();
            float[] expected = run.Output("logits").ToArray(), found = model.Logits([question])[0];
            // What rounds to zero is no kept weight of the unpacked matrix, so that sums may be added up in another order.
            if (values == PackedValues.F32) Assert.Equal(expected, found);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Eight_threads_at_once_get_what_one_gets_alone()
    {
        using PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7), new PackedModelOptions { Threads = 3 });
        float[][] alone = [.. Questions.Select(question => model.Logits([question])[0])];
        string[] answers = [.. Questions.Select(question => Text(model.Ask(question.Picture, question.Question)))];
        Exception? failed = null;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            try
            {
                for (int i = 0; i < 60; i++)
                {
                    int at = (i + (number * 5)) % Questions.Length;
                    Assert.Equal(alone[at], model.Logits([Questions[at]])[0]);
                    Assert.Equal(answers[at], Text(model.Ask(Questions[at].Picture, Questions[at].Question)));
                }
            }
            catch (Exception error)
            {
                failed = error;
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Null(failed);
    }

    [Theory]
    [InlineData(EncodingForm.Standard)]
    [InlineData(EncodingForm.Bare)]
    public void Many_questions_get_the_answers_of_single_ones(EncodingForm form)
    {
        string path = TinyPackedModel.Write(_folder, 0.7, TinyPackedModel.Description with { Question = new EncodingOptions(8, form) });
        using PackedModel model = PackedModel.Open(path, new PackedModelOptions { Batch = 4 });
        float[][] many = model.Logits(Questions);
        for (int i = 0; i < Questions.Length; i++)
        {
            float[] single = model.Logits([Questions[i]])[0];
            Assert.All(single.Zip(many[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
        Assert.Equal(Questions.Length, many.DistinctBy(logits => logits[0]).Count());
        IReadOnlyList<IReadOnlyList<AnswerChance>> answers = model.AskMany(Questions, top: 2);
        Assert.All(answers.Zip(Questions), pair => Assert.Equal(model.Ask(pair.Second.Picture, pair.Second.Question, top: 2).Select(answer => answer.Answer), pair.First.Select(answer => answer.Answer)));
        Assert.Empty(model.AskMany([]));
    }

    [Fact]
    public void The_likeliest_answers_come_first()
    {
        using PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7));
        PackedQuestion question = Questions[^1];
        float[] logits = model.Logits([question])[0];
        IReadOnlyList<AnswerChance> all = model.Ask(question.Picture, question.Question, top: 100), two = model.Ask(question.Picture, question.Question, top: 2);
        Assert.Equal(TinyPackedModel.Answers, all.Count);
        Assert.Equal(all.Take(2), two);
        Assert.Equal(all.OrderByDescending(answer => answer.Probability), all);
        Assert.All(all, answer => Assert.Equal(1 / (1 + Math.Exp(-logits[model.Description.Answers.Answers.ToList().IndexOf(answer.Answer)])), answer.Probability, 1e-12));
    }

    [Fact]
    public void Pictures_that_the_model_does_not_read_are_refused()
    {
        using PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7));
        PictureRegions good = TinyPackedModel.Picture(2, 1);
        PictureRegions[] bad =
        [
            good with { Features = good.Features[1..] }, good with { Boxes = good.Boxes[1..] }, good with { Features = [], Boxes = [] }, TinyPackedModel.Picture(1_001, 1),
            good with { Features = [.. good.Features[1..], float.NaN] }, good with { Boxes = [.. good.Boxes[1..], float.PositiveInfinity] },
        ];
        Assert.All(bad, picture => Assert.Throws<ArgumentException>(() => model.Ask(picture, "is this?")));
        PictureRegions huge = good with { Features = [.. good.Features.Select(_ => float.MaxValue)] };
        Assert.Equal("logits", Assert.Throws<InputException>(() => model.Ask(huge, "is this?")).Place);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Ask(good, "is this?", top: 0));
        Assert.Throws<ArgumentNullException>(() => model.Ask(good, null!));
        Assert.Throws<ArgumentNullException>(() => model.Ask(null!, "is this?"));
        Assert.Throws<ArgumentNullException>(() => model.AskMany(null!));
        Assert.Throws<ArgumentNullException>(() => model.AskMany([null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedModel.Open(model.Path, new PackedModelOptions { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedModel.Open(model.Path, new PackedModelOptions { Batch = 0 }));
    }

    [Fact]
    public void A_question_can_be_stopped_and_the_next_one_is_answered()
    {
        PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7));
        float[] before = model.Logits([Questions[0]])[0];
        using CancellationTokenSource stop = new();
        Task asking = Task.Run(() =>
        {
            while (true) model.AskMany(Questions, cancel: stop.Token);
        });
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(asking.GetAwaiter().GetResult);
        Assert.Throws<OperationCanceledException>(() => model.Ask(Questions[0].Picture, "is", cancel: stop.Token));
        Assert.Equal(before, model.Logits([Questions[0]])[0]);
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Ask(Questions[0].Picture, "is"));
    }

    [Fact]
    public void Who_closes_a_model_waits_for_those_who_ask_it()
    {
        for (int round = 0; round < 20; round++)
        {
            PackedModel model = PackedModel.Open(TinyPackedModel.Write(_folder, 0.7), new PackedModelOptions { Threads = 2 });
            float[] alone = model.Logits([Questions[0]])[0];
            using CountdownEvent asked = new(3);
            Task[] asking = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                for (bool first = true; ; first = false)
                {
                    Assert.Equal(alone, model.Logits([Questions[0]])[0]);
                    if (first) asked.Signal();
                }
            }))];
            asked.Wait();
            model.Dispose();
            Assert.All(asking, task => Assert.Throws<ObjectDisposedException>(task.GetAwaiter().GetResult));
        }
    }

    private static string Text(IReadOnlyList<AnswerChance> answers) => string.Join(' ', answers.Select(answer => $"{answer.Answer}={answer.Probability:R}"));
}
