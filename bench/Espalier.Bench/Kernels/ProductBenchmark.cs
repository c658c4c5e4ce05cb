using System.Diagnostics;
using System.Globalization;
using Espalier.Kernels;
using MathNet.Numerics.Statistics;
using static TorchSharp.torch;

namespace Espalier.Bench.Kernels;

/// <summary>
/// Sparse products against dense ones, on one thread. In every round each subject runs once, in an order that turns round with every round; a ratio is
/// the median over rounds of times that stood side by side.
/// </summary>
internal sealed class ProductBenchmark(IReadOnlyList<int> columns, IReadOnlyList<double> sparsities, int rounds, bool allKernels, TextWriter output)
{
    private static readonly (int Rows, int Inputs)[] Shapes = [(768, 768), (3072, 768), (768, 3072)];
    private static readonly string[] Header = ["matrix", "kernels", "columns", "sparsity", "ms", "GFLOP/s of a dense one", "libtorch / this", "our dense / this"];

    private static readonly string[] CostHeader = ["matrix", "kernels", "columns", "ms without a weight", "ps a weight and column", "largest error"];

    private readonly List<string[]> _rows = [Header];
    private readonly List<(ProductCase Product, string Kernels, double Time)> _sparse = [];

    public void Run()
    {
        set_num_threads(1);
        foreach ((int rows, int inputs) in Shapes)
        {
            foreach (int count in columns)
            {
                foreach (double sparsity in sparsities) Measure(new ProductCase(rows, inputs, count, sparsity));
            }
        }
        output.WriteLine(TextTable.Of(_rows));
        if (sparsities.Distinct().Count() > 1) output.WriteLine(TextTable.Of([CostHeader, .. Costs()]));
    }

    private IEnumerable<string[]> Costs()
    {
        foreach (var shape in _sparse.GroupBy(row => (row.Product.Rows, row.Product.Inputs, row.Product.Columns, row.Kernels)))
        {
            var (rows, inputs, count, kernels) = shape.Key;
            CostLine line = CostLine.Fit([.. shape.Select(row => (row.Product.Kept, row.Time))]);
            yield return
            [
                $"{rows}x{inputs}", kernels, Text(count, "0"), Text(line.Fixed, "0.000"), Text(line.PerProduct * 1e9, "0.0"), Text(100 * line.LargestError, "0.0") + " %",
            ];
        }
    }

    private void Measure(ProductCase product)
    {
        IEnumerable<KernelSet> sets = allKernels ? KernelSet.Supported : [KernelSet.Best];
        IProductSubject[] subjects =
            [new TorchProduct(product), new PackedProduct(product, KernelSet.Best, sparse: false), .. sets.Select(set => new PackedProduct(product, set, sparse: true))];
        double[][] times = [.. subjects.Select(_ => new double[rounds])];
        foreach (IProductSubject subject in subjects) subject.Run();
        foreach (IProductSubject subject in subjects) Check(product, subjects[0], subject);
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < subjects.Length; turn++)
            {
                int i = round % 2 == 0 ? turn : subjects.Length - 1 - turn;
                long start = Stopwatch.GetTimestamp();
                subjects[i].Run();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        for (int i = 1; i < subjects.Length; i++)
        {
            double median = Statistics.Median(times[i]);
            if (subjects[i] is PackedProduct { IsSparse: true }) _sparse.Add((product, subjects[i].Name, median / product.Copies));
            _rows.Add(
            [
                $"{product.Rows}x{product.Inputs}", subjects[i].Name, Text(product.Columns, "0"), Text(product.Sparsity, "0.00"), Text(median / product.Copies, "0.000"),
                Text(product.Flops / median / 1e6, "0"), Text(Ratio(times[0], times[i]), "0.00"), Text(Ratio(times[1], times[i]), "0.00"),
            ]);
            output.WriteLine(string.Join("  ", _rows[^1]));
        }
        foreach (IProductSubject subject in subjects) subject.Dispose();
    }

    private static void Check(ProductCase product, IProductSubject expected, IProductSubject actual)
    {
        for (int i = 0; i < product.Rows; i += 97)
        {
            int column = i % product.Columns;
            if (!(Math.Abs(expected.Result(i, column) - actual.Result(i, column)) < 1e-3))
                throw new InvalidOperationException($"{actual.Name} gives {actual.Result(i, column)}, not {expected.Result(i, column)}.");
        }
    }

    private static double Ratio(double[] above, double[] below) => Statistics.Median(above.Zip(below, (a, b) => a / b));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
