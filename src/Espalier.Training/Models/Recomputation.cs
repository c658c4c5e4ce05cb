using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Trades time for memory (Chen et al. 2016, "Training deep nets with sublinear memory cost"): of each layer only its outputs are kept, and what is
/// inside it is computed once more when its gradients are wanted. A step then takes about a third longer, and activations about as much memory as those of
/// one layer and the states between layers. Results are those of a model
/// that is run whole (<see cref="Training.BatchHalves"/>), dropout included: bit by bit where each state goes to one layer; where several read it, as in mPLUG,
/// their gradients are summed up in another order.
/// </summary>
/// <param name="dropout">Whose masks must be drawn again.</param>
public sealed class Recomputation(DropoutSource dropout)
{
    private readonly AsyncLocal<Tape?> _tape = new();

    /// <summary>Whether it is on.</summary>
    public bool Enabled { get; set; }

    /// <summary>Runs what gives several tensors, with its layers noted.</summary>
    /// <returns>The tensors, and how their gradients go on into the layers; null where this is off, or no gradients are wanted.</returns>
    internal (Tensor[] Outputs, Tape? Tape) Note(Func<Tensor[]> forward)
    {
        if (!Enabled || !is_grad_enabled()) return (forward(), null);
        Tape tape = new(dropout);
        _tape.Value = tape;
        try
        {
            return (forward(), tape);
        }
        finally
        {
            _tape.Value = null;
        }
    }

    /// <summary>Runs a layer.</summary>
    internal Tensor Run(Tensor x, Func<Tensor, Tensor> layer) => Run([x], inputs => [layer(inputs[0])])[0];

    /// <summary>Runs a layer that reads a context, too.</summary>
    internal Tensor Run(Tensor x, Tensor context, Func<Tensor, Tensor, Tensor> layer) => Run([x, context], inputs => [layer(inputs[0], inputs[1])])[0];

    /// <summary>Runs a layer over two lists of states.</summary>
    internal (Tensor, Tensor) Run(Tensor x, Tensor y, Func<Tensor, Tensor, (Tensor, Tensor)> layer)
    {
        Tensor[] outputs = Run([x, y], inputs =>
        {
            (Tensor first, Tensor second) = layer(inputs[0], inputs[1]);
            return [first, second];
        });
        return (outputs[0], outputs[1]);
    }

    private Tensor[] Run(Tensor[] inputs, Func<Tensor[], Tensor[]> layer) => _tape.Value is { } tape ? tape.Run(inputs, layer) : RunOnce(inputs, layer);

    // What is inside a layer is let go with it, but for what libtorch itself holds for gradients: an evaluation so needs the memory of one layer.
    private static Tensor[] RunOnce(Tensor[] inputs, Func<Tensor[], Tensor[]> layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. layer(inputs).Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>The layers of one forward pass.</summary>
    /// <remarks>
    /// libtorch's graph ends at each layer: what goes in and what comes out are leaves, between which <see cref="Backward"/> carries the gradients, from the last
    /// layer to the first.
    /// </remarks>
    internal sealed class Tape(DropoutSource dropout)
    {
        private readonly List<Step> _steps = [];
        private readonly Dictionary<IntPtr, Tensor> _leaves = [];

        /// <summary>Layers that have run.</summary>
        public int Layers => _steps.Count(step => step.Layer is not null);

        /// <summary>Runs a layer without keeping what is inside it.</summary>
        public Tensor[] Run(Tensor[] inputs, Func<Tensor[], Tensor[]> layer)
        {
            Tensor[] entered = [.. inputs.Select(Enter)];
            DropoutSource.Mark mark = dropout.Here();
            Tensor[] outputs;
            using (no_grad()) outputs = RunOnce(entered, layer);
            // Whether weights or only inputs need gradients is not known here; a leaf that gets one for nothing costs little.
            foreach (Tensor output in outputs) Leaf(output);
            _steps.Add(new Step(entered, outputs, layer, mark));
            return outputs;
        }

        /// <summary>
        /// Goes on with the backward pass, after one from the loss: computes each layer once more, and carries the gradients of its outputs to its weights and
        /// inputs.
        /// </summary>
        public void Backward()
        {
            for (int i = _steps.Count - 1; i >= 0; i--)
            {
                using DisposeScope scope = NewDisposeScope();
                Step step = _steps[i];
                int[] reached = [.. Enumerable.Range(0, step.Outputs.Length).Where(k => step.Outputs[k].grad is not null)];
                if (reached.Length == 0) continue;
                Tensor[] gradients = [.. reached.Select(k => step.Outputs[k].grad!)];
                if (step.Layer is null)
                {
                    // Entrances may share what is before them: the graph of embeddings, projections and joins stays until all are done.
                    autograd.backward(step.Inputs, gradients, retain_graph: true);
                    continue;
                }
                dropout.GoTo(step.Mark);
                Tensor[] outputs = step.Layer(step.Inputs);
                int[] followed = [.. Enumerable.Range(0, reached.Length).Where(k => outputs[reached[k]].requires_grad)];
                if (followed.Length > 0) autograd.backward([.. followed.Select(k => outputs[reached[k]])], [.. followed.Select(k => gradients[k])]);
                foreach (int k in reached) step.Outputs[k].grad = null;
            }
            _steps.Clear();
        }

        private Tensor Enter(Tensor input)
        {
            if (_leaves.TryGetValue(input.Handle, out Tensor? known)) return known;
            if (!input.requires_grad) return input;
            Tensor leaf = Leaf(input.detach());
            _leaves.Add(input.Handle, leaf);
            _steps.Add(new Step([input], [leaf], null, default));
            return leaf;
        }

        private Tensor Leaf(Tensor tensor)
        {
            tensor.requires_grad = true;
            _leaves.Add(tensor.Handle, tensor);
            return tensor;
        }

        private sealed record Step(Tensor[] Inputs, Tensor[] Outputs, Func<Tensor[], Tensor[]>? Layer, DropoutSource.Mark Mark);
    }
}
