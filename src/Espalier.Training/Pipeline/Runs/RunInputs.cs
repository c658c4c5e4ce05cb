using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Sources;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>
/// What decides the models of a run besides its recipe, kept in the run's folder: the same recipe may find other data, another pre-trained model, or a
/// processor of another precision, and a run that went on with them would mix models that cannot be compared.
/// </summary>
/// <param name="Data">Identifies questions, answers, parts and region features.</param>
/// <param name="Pretrained">The SHA-256 of the checkpoint, all of its files, that every model starts from; null starts from random weights.</param>
/// <param name="Precision">The precision of computing, where the recipe leaves it to the processor too.</param>
public sealed record RunInputs(string Data, string? Pretrained, string Precision)
{
    private const string FileName = "inputs.json";
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Those of a run on this machine.</summary>
    /// <param name="recipe">The run's recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="pretrained">The checkpoint's file, or null.</param>
    public static RunInputs Of(Recipe recipe, PreparedData data, string? pretrained) =>
        new(data.Identity, pretrained is null ? null : InputFingerprint.Of(CheckpointFile.FilesOf(pretrained)), ModelFactory.ComputeType(recipe.Model).ToString());

    /// <summary>Whether a run has come so far as to write them.</summary>
    /// <param name="folder">The folder of the run's <see cref="ModelInterface"/>.</param>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Writes them.</summary>
    /// <param name="folder">Created if need be.</param>
    public void Save(string folder) => AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static RunInputs Load(string folder)
    {
        const string Expected = "what the run began with, as it was saved";
        string file = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<RunInputs>(File.ReadAllText(file), Json) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InputException(file, error.Path ?? "text", error.Message, Expected, error);
        }
        catch (IOException error)
        {
            throw InputException.Unreadable(file, error, Expected);
        }
    }

    /// <summary>Checks that a run which goes on finds all as it was.</summary>
    /// <param name="folder">Where this was read from.</param>
    /// <param name="now">What it finds now.</param>
    /// <exception cref="InputException">Something is another.</exception>
    public void RequireSame(string folder, RunInputs now)
    {
        RequireData(folder, now.Data);
        Require(folder, "pretrained", Pretrained ?? "none", now.Pretrained ?? "none", "the checkpoint that the run began with, or another folder for a new run");
        Require(folder, "precision", Precision, now.Precision, "a processor that computes like the one that the run began on, or a new run with model.precision set");
    }

    /// <summary>Checks that data are those that the models were trained and selected on.</summary>
    /// <param name="folder">Where this was read from.</param>
    /// <param name="now">What <see cref="PreparedData.Identity"/> says.</param>
    /// <exception cref="InputException">They are others.</exception>
    public void RequireData(string folder, string now) =>
        Require(folder, "data", Data, now, "the questions, answers, parts and region features that the run was trained on, or another folder for a new run");

    private static void Require(string folder, string what, string before, string now, string expected)
    {
        if (before != now) throw new InputException(Path.Combine(folder, FileName), what, $"{before} there and {now} now", expected);
    }
}
