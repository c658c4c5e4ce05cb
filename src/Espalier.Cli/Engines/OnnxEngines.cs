using Espalier.Answering;
using Espalier.Graphs;
using Espalier.Onnx;
using Espalier.Packing;

namespace Espalier.Cli.Engines;

/// <summary>Lets ONNX Runtime compute a packed model: its graphs are exported into a folder that goes with this.</summary>
internal sealed class OnnxEngines : IDisposable
{
    private readonly PassingFolder _folder = new("espalier-onnx-");
    private readonly List<OnnxGraph> _graphs = [];

    private OnnxEngines(PackedFile file, IReadOnlyList<Graph> graphs, int threads)
    {
        try
        {
            foreach (Graph graph in graphs)
            {
                string path = _folder.File($"{graph.Name}.onnx");
                OnnxModel.Write(path, graph, file);
                _graphs.Add(new OnnxGraph(graph, path, threads));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A <see cref="GraphEngines.Maker"/>.</summary>
    public static GraphEngines Of(PackedFile file, IReadOnlyList<Graph> graphs, int threads)
    {
        OnnxEngines engines = new(file, graphs, threads);
        return new GraphEngines(engines._graphs, engines);
    }

    public void Dispose()
    {
        foreach (OnnxGraph graph in _graphs) graph.Dispose();
        _folder.Dispose();
    }
}
