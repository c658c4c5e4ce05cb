using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;
using Espalier.Testing;
using Espalier.Threads;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>The managed runtime must say what the trained model says, on every kind of registers and with any number of threads.</summary>
public sealed class GraphExecutorTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<TheoryDataRow<string, double, bool>> Cases =>
        from backbone in (string[])["lxmert", "visualbert"]
        from sparsity in (double[])[0, 0.5, 0.9, 1]
        from padded in (bool[])[true, false]
        select new TheoryDataRow<string, double, bool>(backbone, sparsity, padded);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_are_those_of_the_model(string backbone, double sparsity, bool padded)
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Pruned(backbone, sparsity);
        GraphProgram program = Programs(model)[0];
        AssertPacked(program, sparsity);
        // Columns of one example, of one panel and of several.
        foreach (TensorBatch batch in (TensorBatch[])[Batch(backbone, padded).Rows(1, 1), Batch(backbone, padded), Repeated(Batch(backbone, padded), 13, backbone)])
        {
            Tensor expected = model.Forward(batch).Logits;
            Everywhere(program, executor => AssertClose(expected, Logits(executor, backbone, batch)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void The_parts_of_mplug_give_its_memory_and_the_scores_of_every_next_piece(double sparsity)
    {
        using DisposeScope scope = NewDisposeScope();
        using Mplug model = (Mplug)TinyBackbones.Pruned("mplug", sparsity);
        GraphProgram[] programs = Programs(model);
        foreach (TensorBatch batch in (TensorBatch[])[MplugGoldenTests.Batch().Rows(0, 1), MplugGoldenTests.Batch(), Repeated(MplugGoldenTests.Batch(), 7, "mplug")])
        {
            int count = (int)batch.TokenIds.shape[0];
            MplugStates states = model.Read(batch, padded: true);
            int each = count == 1 ? 1 : 2;
            Tensor answers = tensor(new long[] { 101, 7, 9, 102, 101, 11, 12, 13 }, [2, 4]).narrow(0, 0, each).repeat(count, 1);
            Tensor expected = model.DecoderLogits(answers, [.. Enumerable.Repeat(each, count)], states.Memory);
            Tensor mask = states.Memory.Mask!;
            Dictionary<string, Tensor> reads = MplugReads.Of(model, states.Memory.States);
            Everywhere(programs[0], encoder =>
            {
                using Workspace read = encoder.Rent(count, (int)batch.TokenIds.shape[1]);
                Fill(read.Ids("input_ids"), batch.TokenIds);
                Fill(read.Real("attention_mask"), batch.TokenMask);
                Fill(read.Rows("pixel_values"), batch.Images);
                read.Run();
                foreach ((string name, Tensor known) in reads) AssertClose(known, read.Output(name));
                bool[] real = [.. Enumerable.Range(0, (int)mask.NumberOfElements).Select(i => read.OutputIsReal("memory_mask", i / (int)mask.shape[1], i % (int)mask.shape[1]))];
                Assert.Equal(mask.ne(0).data<bool>().ToArray(), real);
            });
            Everywhere(programs[1], decoder =>
            {
                foreach (int sharing in (int[])[1, each])
                {
                    using Workspace scored = decoder.RentShared(each * count, sharing, 4, (int)mask.shape[1]);
                    Fill(scored.Ids("input_ids"), answers);
                    foreach ((string name, Tensor known) in reads) Fill(scored.Rows(name), known.repeat_interleave(each / sharing, 0));
                    Fill(scored.Real("memory_mask"), mask.repeat_interleave(each / sharing, 0));
                    scored.Run();
                    AssertClose(expected, scored.Output("logits"));
                }
            });
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_runs_and_shapes_may_alternate()
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Pruned("lxmert", 0.9);
        using WorkerTeam team = new(2);
        GraphExecutor executor = new(Programs(model)[0], KernelSet.Best, team);
        for (int round = 0; round < 3; round++) Ask(executor, round);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 30; round++) Ask(executor, round);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Ask(GraphExecutor executor, int round)
        {
            using Workspace run = executor.Rent(1 + (round % 3), 4 + (round % 3), 5);
            run.Ids("input_ids").Fill(7);
            run.Rows("visual_feats").Fill(0.5f);
            run.Rows("visual_pos").Fill(0.25f);
            run.Run();
            Assert.True(float.IsFinite(run.Output("logits")[0]));
        }
    }

    [Fact]
    public void Several_callers_at_once_get_the_answers_to_their_own_questions()
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Pruned("lxmert", 0.5);
        using WorkerTeam team = new(2);
        GraphExecutor executor = new(Programs(model)[0], KernelSet.Best, team);
        TensorBatch batch = Batch("lxmert", padded: true);
        TensorBatch[] questions = [.. Enumerable.Range(0, 3).Select(i => batch.Rows(i, 1))];
        float[][] expected = [.. questions.Select(question => Logits(executor, "lxmert", question))];
        (long[] Ids, float[] Features, float[] Boxes)[] inputs = [.. questions.Select(question => (
            question.TokenIds.data<long>().ToArray(), question.Features.contiguous().data<float>().ToArray(), question.Boxes.contiguous().data<float>().ToArray()))];
        bool[][] words = [.. questions.Select(question => question.TokenMask!.ne(0).data<bool>().ToArray())];
        bool[][] regions = [.. questions.Select(question => question.RegionMask!.ne(0).data<bool>().ToArray())];
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            int question = i % 3;
            using Workspace run = executor.Rent(1, inputs[question].Ids.Length, regions[question].Length);
            for (int word = 0; word < inputs[question].Ids.Length; word++) run.Ids("input_ids")[word] = (int)inputs[question].Ids[word];
            inputs[question].Features.CopyTo(run.Rows("visual_feats"));
            inputs[question].Boxes.CopyTo(run.Rows("visual_pos"));
            words[question].CopyTo(run.Real("attention_mask"));
            regions[question].CopyTo(run.Real("visual_attention_mask"));
            run.Run();
            Assert.Equal(expected[question], run.Output("logits").ToArray());
        });
    }

    [Fact]
    public void Questions_that_the_model_does_not_take_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using VqaBackbone model = TinyBackbones.Pruned("lxmert", 0);
        using WorkerTeam team = new(1);
        GraphExecutor executor = new(Programs(model)[0], KernelSet.Best, team);
        Assert.Contains("longer than the 20", Assert.Throws<ArgumentException>(() => executor.Rent(1, 21, 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => executor.Rent(0, 5, 5));
        Assert.Throws<ArgumentException>(() => executor.Rent(1, 5));
        Assert.Throws<ArgumentException>(() => executor.RentShared(3, 2, 5, 5));
        Assert.Throws<ArgumentException>(() => executor.Rent(1, 5, 0));
        using Workspace run = executor.Rent(1, 5, 5);
        foreach (int unknown in (int[])[-1, 100])
        {
            run.Ids("input_ids").Fill(unknown);
            Assert.Contains($"{unknown}", Assert.Throws<ArgumentException>(() => run.Run()).Message, StringComparison.Ordinal);
        }
    }

    private GraphProgram[] Programs(VqaBackbone model)
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        ModelWeights.Save(model, path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return [.. model.Config.Graphs(file).Select(graph => GraphProgram.Compile(graph, file))];
    }

    private static void AssertPacked(GraphProgram program, double sparsity)
    {
        PackedMatrix[] matrices = [.. program.Matrices];
        Assert.Equal(sparsity > 0, matrices.OfType<SparseMatrix>().Any());
        // The answer head is never pruned.
        Assert.Contains(matrices, matrix => matrix is DenseMatrix);
    }

    private static TensorBatch Batch(string backbone, bool padded)
    {
        TensorBatch batch = TinyBackbones.Batch(backbone) with { TokenTypes = null };
        return padded ? batch : batch with { TokenMask = null, RegionMask = null };
    }

    // Each time the ids of word pieces are others, so that no two examples are alike.
    private static TensorBatch Repeated(TensorBatch batch, int times, string backbone)
    {
        long count = batch.TokenIds.shape[0];
        Tensor shift = arange(times).repeat_interleave(count).unsqueeze(1), rows = arange(count).repeat(times);
        TensorBatch repeated = batch with
        {
            TokenIds = (batch.TokenIds.index_select(0, rows) + shift).remainder(100),
            TokenMask = batch.TokenMask?.index_select(0, rows),
            RegionMask = batch.RegionMask?.index_select(0, rows),
        };
        if (backbone == "mplug") return repeated with { Images = batch.Images.index_select(0, rows) };
        repeated = repeated with { Features = batch.Features.index_select(0, rows) };
        return backbone == "lxmert" ? repeated with { Boxes = batch.Boxes.index_select(0, rows) } : repeated;
    }

    private static void Everywhere(GraphProgram program, Action<GraphExecutor> check)
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            foreach (int threads in (int[])[1, 3])
            {
                using WorkerTeam team = new(threads);
                check(new GraphExecutor(program, kernels, team));
            }
        }
    }

    private static float[] Logits(GraphExecutor executor, string backbone, TensorBatch batch)
    {
        using Workspace run = executor.Rent((int)batch.TokenIds.shape[0], (int)batch.TokenIds.shape[1], (int)batch.Features.shape[1]);
        Fill(run.Ids("input_ids"), batch.TokenIds);
        Fill(run.Real("attention_mask"), batch.TokenMask);
        Fill(run.Real("visual_attention_mask"), batch.RegionMask);
        Fill(run.Rows(backbone == "lxmert" ? "visual_feats" : "visual_embeds"), batch.Features);
        if (backbone == "lxmert") Fill(run.Rows("visual_pos"), batch.Boxes);
        run.Run();
        return run.Output("logits").ToArray();
    }

    private static void Fill(Span<int> ids, Tensor values) => values.to_type(ScalarType.Int32).contiguous().data<int>().ToArray().CopyTo(ids);

    private static void Fill(Span<float> rows, Tensor values) => values.contiguous().data<float>().ToArray().CopyTo(rows);

    private static void Fill(Span<bool> real, Tensor? values) => values?.ne(0).contiguous().data<bool>().ToArray().CopyTo(real);

    private static void AssertClose(Tensor expected, ReadOnlySpan<float> actual)
    {
        float[] values = expected.contiguous().data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        float scale = values.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
        {
            // Written so that NaN fails.
            if (!(Math.Abs(values[i] - actual[i]) <= Tolerance * scale)) Assert.Fail($"number {i} is {actual[i]}, not {values[i]}, where the largest is {scale}");
        }
    }
}
