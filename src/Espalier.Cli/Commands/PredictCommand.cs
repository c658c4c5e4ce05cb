using System.CommandLine;
using Espalier.Cli.Engines;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Data;
using Espalier.Features;
using Espalier.Sources;
using Espalier.Tables;
using Espalier.Vision;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`predict`: one picture, one question, the likeliest answers.</summary>
internal static class PredictCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = RunOptions.FolderOrPacked();
        var model = RunOptions.Model();
        var image = new Option<string>("--image") { Description = "A PNG or JPEG picture.", HelpName = "file", Required = true };
        var (question, top, boxes) = (AskOptions.Question(), AskOptions.Top(), AskOptions.Boxes());
        var onnx = new Option<string?>("--onnx")
        {
            Description = "The ONNX model that made the features which the run was trained with (`data features --onnx`), to describe a picture from elsewhere.", HelpName = "model",
        };
        var engine = ModelEngine.Option();
        var command = new Command("predict", "Asks a run's model or a packed file a question about a picture and prints the likeliest answers.") { folder, model, image, question, top, boxes, onnx, engine };
        command.Validators.Add(result =>
        {
            if (result.GetValue(onnx) is not null && result.GetValue(boxes) is { Length: > 0 }) result.AddError("--box and --onnx: regions are given or found by the model");
            if (ModelEngine.IsPacked(result.GetValue(folder)) && result.GetValue(model) is not null) result.AddError("predict: --model is for a run; a packed file is one model");
            ModelEngine.Validate(result, result.GetValue(folder), engine);
        });
        command.SetAction(parsed => Run(workplace, parsed.GetRequiredValue(folder), (parsed.GetValue(model), parsed.GetValue(engine)),
            (parsed.GetRequiredValue(image), parsed.GetRequiredValue(question)), parsed.GetValue(top), parsed.GetValue(boxes), parsed.GetValue(onnx)));
        return command;
    }

    private static int Run(Workplace workplace, string path, (string? Id, string? Engine) chosen, (string Image, string Question) asked, int top, float[]? boxes, string? onnx)
    {
        using var model = AskedModel.Open(path, chosen.Id, chosen.Engine);
        AskOptions.RequireWords(model.Tokenizer, asked.Question);
        if (model.Pictures is null && (onnx is not null || boxes is { Length: > 0 }))
        {
            throw new InputException(onnx is null ? "--box" : "--onnx", "regions", "a model that reads the whole picture",
                $"{(onnx is null ? "no boxes" : "no other model")}, or a run of lxmert or visualbert");
        }
        PictureRegions? regions = model.Pictures is not { } pictures ? null
            : onnx is not null ? ByModel(onnx, pictures.Form, asked.Image) : pictures.Describe(asked.Image, boxes is { Length: > 0 } ? boxes : null);
        IReadOnlyList<AnswerChance> answers = model.Ask(asked.Image, regions, asked.Question, top);
        workplace.Screen.WriteLine($"{asked.Question}  ({model.Name}; {(regions is null ? "the whole picture" : $"regions: {regions.Origin}")})");
        if (model.Tokenizer.UnknownWords(asked.Question) is { Count: > 0 } unknown)
            workplace.Screen.MarkupLineInterpolated($"[yellow]Not in the model's vocabulary:[/] {string.Join(", ", unknown)}");
        workplace.Screen.Write(TableView.Of(AnswerTables.Of(answers)));
        return 0;
    }

    private static PictureRegions ByModel(string onnx, RegionForm form, string image)
    {
        if (form.Onnx is not { } made) throw new InputException("--onnx", "features", "a run whose features were not made by an ONNX model", "no model");
        using var model = VisionModel.OpenLike(onnx, made);
        return model.Describe(image);
    }
}
