using System.CommandLine;
using Espalier.Answering;
using Espalier.CommandLine;
using Espalier.Sources;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>`predict`: one picture, one question, the likeliest answers.</summary>
internal static class PredictCommand
{
    public static Command Create(TextWriter output)
    {
        var (file, question, top, boxes, threads) = (ModelOptions.File(), AskOptions.Question(), AskOptions.Top(), AskOptions.Boxes(), ModelOptions.Threads());
        var image = new Option<string?>("--image") { Description = "A PNG or JPEG picture, for a model that reads pixels or whose features are made from them.", HelpName = "file" };
        var features = new Option<string?>("--features")
        {
            Description = "Instead of a picture its region features: a store that `espalier data features` wrote, a folder of NumPy files, or one npz or npy file.", HelpName = "path",
        };
        var id = new Option<long?>("--image-id") { Description = "Which picture of a store or folder.", HelpName = "n" };
        var command = new Command("predict", "Asks a packed model a question about a picture and prints the likeliest answers.")
        {
            file, image, features, id, question, top, boxes, threads,
        };
        command.Validators.Add(result =>
        {
            bool picture = result.GetValue(image) is not null, needsId = result.GetValue(features) is { } path && !StoredRegions.IsOfOnePicture(path);
            if (picture == result.GetValue(features) is not null) result.AddError("predict: expected either --image or --features");
            else if (needsId != result.GetValue(id) is not null) result.AddError("predict: --image-id is needed with a store or folder of --features, and with nothing else");
            if (!picture && result.GetValue(boxes) is { Length: > 0 }) result.AddError("predict: --box is for a picture");
        });
        command.SetAction(parsed =>
        {
            using PackedModel model = PackedModel.Open(parsed.GetRequiredValue(file), new PackedModelOptions { Threads = parsed.GetValue(threads) });
            string asked = parsed.GetRequiredValue(question);
            AskOptions.RequireWords(model.Description.Tokenizer, asked);
            PictureInput seen = parsed.GetValue(image) is { } picture
                ? Seen(model, picture, parsed.GetValue(boxes) is { Length: > 0 } given ? given : null)
                : Stored(model, parsed.GetValue(features)!, parsed.GetValue(id) ?? 0);
            output.WriteLine($"{asked}  ({model.Description.Lineage.Model}; {(seen is PictureRegions ? $"regions: {seen.Origin}" : seen.Origin)})");
            if (model.Description.Tokenizer.UnknownWords(asked) is { Count: > 0 } unknown) output.WriteLine($"Not in the model's vocabulary: {string.Join(", ", unknown)}");
            output.Write(AnswerTables.Of(model.Ask(seen, asked, parsed.GetValue(top))).ToText());
            return ExitCodes.Done;
        });
        return command;
    }

    private static PictureInput Seen(PackedModel model, string picture, float[]? boxes)
    {
        if (model.Pictures is not { } describer)
            return boxes is null ? model.See(picture) : throw new InputException("--box", "regions", "a model that reads the whole picture", "no boxes, or a model of lxmert or visualbert");
        try
        {
            return describer.Describe(picture, boxes);
        }
        // What the describer would have instead, a detector, is not here.
        catch (InputException error) when (error.Place == "picture" && !describer.Form.IsOfPixels)
        {
            throw new InputException(picture, error.Place, error.Found, "its features, --features, or a picture of a prepared data set, whose features are stored", error);
        }
    }

    private static PictureRegions Stored(PackedModel model, string path, long id)
    {
        if (model.PictureSide is not null) throw new InputException(path, "features", "region features", "a picture, --image, whose pixels the model reads");
        PictureRegions regions = StoredRegions.Read(path, id, model.Description.Regions.FeatureSize);
        return model.Reads.FaultOf(regions) is var (found, expected) ? throw new InputException(path, $"image {id}", found, expected) : regions;
    }
}
