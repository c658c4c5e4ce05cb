using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Objectives;

public sealed class HardLabelTests
{
    public static TheoryData<string, bool> Forms { get; } = new() { { "rubi", false }, { "lpf", false }, { "rubi", true }, { "lpf", true } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_example_without_a_known_answer_changes_nothing(string name, bool branch)
    {
        using DisposeScope scope = NewDisposeScope();
        using Objective objective = Create(name, branch);
        Tensor logits = rand(3, 4, generator: new Generator(1)), bias = logits / 2, hidden = rand(3, 5, generator: new Generator(2));
        Tensor without = Loss(objective, logits[..2], hidden[..2], bias[..2], tensor([1L, 3L]));

        Tensor with = Loss(objective, logits, hidden, bias, tensor([1L, 3L, -1L]));

        Assert.Equal(without.ToSingle(), with.ToSingle(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_batch_without_any_known_answer_has_loss_zero_and_finite_gradients(string name, bool branch)
    {
        using DisposeScope scope = NewDisposeScope();
        using Objective objective = Create(name, branch);
        Tensor logits = rand(2, 4, generator: new Generator(1)).requires_grad_();

        Tensor loss = Loss(objective, logits, zeros(2, 5), zeros(2, 4), tensor([-1L, -1L]));
        loss.backward();

        Assert.Equal(0, loss.ToSingle());
        Assert.Equal(0, logits.grad!.abs().max().ToSingle());
    }

    [Theory]
    [InlineData("rubi")]
    [InlineData("lpf")]
    public void The_branch_learns_but_sends_no_gradient_into_the_model(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Objective objective = Create(name, branch: true);
        Tensor question = rand(2, 5, generator: new Generator(1)).requires_grad_();

        Loss(objective, rand(2, 4, generator: new Generator(2)).requires_grad_(), question, zeros(2, 4), tensor([0L, 2L])).backward();

        Assert.Null(question.grad);
        Assert.All(objective.parameters(), parameter => Assert.True(parameter.grad!.abs().max().ToSingle() > 0));
    }

    private static Objective Create(string name, bool branch) =>
        ObjectiveFactory.Create(new ObjectiveOptions { Name = name, QuestionBranch = branch, BranchWidth = 6 }, hidden: 5, answers: 4, seed: 3);

    private static Tensor Loss(Objective objective, Tensor logits, Tensor hidden, Tensor bias, Tensor labels) =>
        objective.Loss(new ModelOutput(logits, hidden, hidden), LossBatch.Of(zeros_like(logits), bias, labels));
}
