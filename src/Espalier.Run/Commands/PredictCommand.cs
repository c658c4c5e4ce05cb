using System.CommandLine;
using Espalier.CommandLine;
using Espalier.Packing;
using Espalier.Sources;
using Espalier.Tables;

namespace Espalier.Run.Commands;

/// <summary>`predict`: one picture, one question, the likeliest answers.</summary>
internal static class PredictCommand
{
    public static Command Create(TextWriter output)
    {
        var (file, question, top, boxes, threads) = (ModelOptions.File(), AskOptions.Question(), AskOptions.Top(), AskOptions.Boxes(), ModelOptions.Threads());
        var image = new Option<string?>("--image") { Description = "A PNG or JPEG picture, for a model whose features are made from pixels.", HelpName = "file" };
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
            PictureRegions regions = parsed.GetValue(image) is { } picture
                ? Seen(model, picture, parsed.GetValue(boxes))
                : Stored(model, parsed.GetValue(features)!, parsed.GetValue(id) ?? 0);
            output.WriteLine($"{asked}  ({model.Description.Lineage.Model}; regions: {regions.Origin})");
            if (model.Description.Tokenizer.UnknownWords(asked) is { Count: > 0 } unknown) output.WriteLine($"Not in the model's vocabulary: {string.Join(", ", unknown)}");
            output.Write(AnswerTables.Of(model.Ask(regions, asked, parsed.GetValue(top))).ToText());
            return ExitCodes.Done;
        });
        return command;
    }

    private static PictureRegions Seen(PackedModel model, string picture, float[]? boxes)
    {
        try
        {
            return model.Pictures.Describe(picture, boxes is { Length: > 0 } ? boxes : null);
        }
        // What the describer would have instead, a detector, is not here.
        catch (InputException error) when (error.Place == "picture" && !model.Pictures.Form.IsOfPixels)
        {
            throw new InputException(picture, error.Place, error.Found, "its features, --features, or a picture of a prepared data set, whose features are stored", error);
        }
    }

    private static PictureRegions Stored(PackedModel model, string path, long id)
    {
        int size = model.Description.Regions.FeatureSize;
        PictureRegions regions = StoredRegions.Read(path, id, size);
        return EncodedQuestion.FaultOf(regions, size) is var (found, expected) ? throw new InputException(path, $"image {id}", found, expected) : regions;
    }
}
