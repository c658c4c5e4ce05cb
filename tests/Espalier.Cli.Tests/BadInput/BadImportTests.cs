using System.IO.Compression;
using System.Text;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Archives, folders, pictures and vocabularies through `data import`.</summary>
public sealed class BadImportTests : IDisposable
{
    private const string Questions = """{"questions":[{"image_id":1,"question":"Is it red?","question_id":10}]}""";
    private const string Annotations = """{"annotations":[{"question_id":10,"multiple_choice_answer":"yes"}]}""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_archive_and_folder_that_the_others_are_made_from_are_good()
    {
        Cli.Print("data", "import", "easy-vqa", Archive(), "--out", folder.File("easy"));
        Cli.Print("data", "import", "folder", Own(), "--out", folder.File("own"));
    }

    [Fact]
    public void Easy_VQA_that_is_no_archive() => Import("easy-vqa", folder.Write("easy.zip", "no archive"u8), "easy.zip", "found");

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Easy_VQA_that_is_cut_short(double share)
    {
        string archive = Archive();
        byte[] bytes = File.ReadAllBytes(archive);
        Import("easy-vqa", folder.Write("easy.zip", bytes.AsSpan(0, (int)(bytes.Length * share))), "easy.zip", "found");
    }

    [Theory]
    [InlineData("train/questions.json", "[[\"Is it red?\",\"yes\",7]]", "no picture of image 7")]
    [InlineData("train/questions.json", "[[\"Is it red?\",\"yes\"]]", "2 fields")]
    [InlineData("train/questions.json", "[[\"Is it red?\",\"\",0]]", "an empty text")]
    [InlineData("train/questions.json", "[[\"Is it red?\",\"yes\",100000]]", "image 100000")]
    [InlineData("train/questions.json", null, "no entry that fits")]
    [InlineData("train/images/0.png", "no picture", "found")]
    [InlineData("again/train/images/0.png", "PNG", "a picture a second time")]
    public void Easy_VQA_with_wrong_contents(string entry, string? text, string place) =>
        Import("easy-vqa", Archive((entry, text is null ? null : text == "PNG" ? TinyPng.Of(1, 2, 3) : Encoding.UTF8.GetBytes(text))), "", place);

    [Fact]
    public void Easy_VQA_with_a_picture_that_unpacks_without_end() =>
        Import("easy-vqa", Archive(("train/images/0.png", new byte[30 << 20])), "easy.zip", "train/images/0.png: found more than 1,048,576 bytes");

    [Fact]
    public void Easy_VQA_with_names_that_climb_out_of_the_archive_writes_nothing_outside()
    {
        string target = folder.File("inside/easy");
        Cli.Print("data", "import", "easy-vqa", Archive(("../../../../train/images/5.png", TinyPng.Of(9, 9, 9)), ("../evil.txt", "x"u8.ToArray())), "--out", target);
        Assert.Equal([target], Directory.GetFileSystemEntries(folder.File("inside")));
        Assert.Equal(["easy.zip", "inside"], Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order());
        Assert.True(File.Exists(Path.Combine(target, "images", "5.png")));
    }

    [Theory]
    [InlineData("1.png", "cut", "1.png")]
    [InlineData("1.png", "no picture", "1.png")]
    [InlineData("1.jpg", "\u00ff\u00d8\u00ff\u00e0 cut", "1.jpg")]
    [InlineData("2.png", "PNG", "none for 1 of 1 images")]
    public void Own_pictures(string name, string contents, string place)
    {
        string own = Own();
        File.Delete(Path.Combine(own, "images", "1.png"));
        byte[] png = TinyPng.Of(1, 2, 3);
        File.WriteAllBytes(Path.Combine(own, "images", name), contents switch { "cut" => png[..^20], "PNG" => png, _ => Encoding.Latin1.GetBytes(contents) });
        Import("folder", own, "images", place);
    }

    [Fact]
    public void A_picture_that_declares_a_huge_size()
    {
        string own = Own();
        File.WriteAllBytes(Path.Combine(own, "images", "1.png"), TinyPng.Declaring(60_000, 60_000));
        Import("folder", own, "1.png", "60000 x 60000 pixels");
    }

    [Fact]
    public void A_question_in_two_parts()
    {
        string own = Own();
        foreach (string part in new[] { "train", "test" })
        {
            File.Copy(Path.Combine(own, "questions.json"), Path.Combine(own, $"{part}_questions.json"));
            File.Copy(Path.Combine(own, "annotations.json"), Path.Combine(own, $"{part}_annotations.json"));
        }
        File.Delete(Path.Combine(own, "questions.json"));
        File.Delete(Path.Combine(own, "annotations.json"));
        Import("folder", own, own, "question 10, which another part has");
    }

    [Theory]
    [InlineData("vqa-cp-v2", "[{\"image_id\":1,\"question\":\"Is it red?\",\"question_id\":10}]",
        "[{\"question_id\":10,\"multiple_choice_answer\":\"yes\"}]", "coco_split missing")]
    [InlineData("vqa-cp-v2", Questions, Annotations, "$ (line 1): found a JSON value of kind StartObject; expected a list")]
    public void VQA_CP(string source, string questions, string annotations, string place)
    {
        folder.Write("vqacp_v2_train_questions.json", Encoding.UTF8.GetBytes(questions));
        folder.Write("vqacp_v2_train_annotations.json", Encoding.UTF8.GetBytes(annotations));
        Import(source, folder.Path, "vqacp_v2_train_", place);
    }

    [Theory]
    [InlineData("Val-Ques.json", "no entry that fits")]
    [InlineData("notes.json", "no part of VQA-VS")]
    public void VQA_VS(string entry, string place) =>
        Import("vqa-vs", folder.Write("vs.zip", new ZipWriter().Add($"Val/{entry}", "[{\"image_id\":1,\"question\":\"Is it red?\",\"question_id\":10}]"u8).ToArray()),
            "vs.zip", place);

    [Theory]
    [InlineData("[PAD]\n[UNK]\n[CLS]\nred\n", "no [SEP]")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\nred\nred\n", "line 6: found the piece \"red\" a second time")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\n\nred\n", "line 5: found an empty piece")]
    [InlineData("[PAD]\n\u00ff\n", "byte 6: found bytes that are not UTF-8")]
    [InlineData(null, "vocab.txt: file")]
    public void Vocabulary(string? pieces, string place)
    {
        string file = pieces is null ? folder.File("vocab.txt") : folder.Write("vocab.txt", Encoding.Latin1.GetBytes(pieces));
        Import("folder", Own(), "vocab.txt", place, "--vocab", file);
    }

    private void Import(string source, string input, string file, string place, params string[] options)
    {
        string target = folder.File("prepared");
        Refusal.Assert(file, place, ["data", "import", source, input, "--out", target, .. options]);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "prepared*"));
    }

    private string Own()
    {
        string own = folder.File("own-data");
        Directory.CreateDirectory(Path.Combine(own, "images"));
        File.WriteAllText(Path.Combine(own, "questions.json"), Questions);
        File.WriteAllText(Path.Combine(own, "annotations.json"), Annotations);
        File.WriteAllBytes(Path.Combine(own, "images", "1.png"), TinyPng.Of(200, 0, 0));
        return own;
    }

    private string Archive(params (string Name, byte[]? Bytes)[] changes)
    {
        Dictionary<string, byte[]?> entries = new()
        {
            ["train/questions.json"] = "[[\"Is it red?\",\"yes\",0]]"u8.ToArray(),
            ["test/questions.json"] = "[[\"Is it red?\",\"yes\",0]]"u8.ToArray(),
            ["train/images/0.png"] = TinyPng.Of(200, 0, 0),
            ["test/images/0.png"] = TinyPng.Of(200, 0, 0),
        };
        foreach ((string name, byte[]? bytes) in changes) entries[name] = bytes;
        string path = folder.File("easy.zip");
        using ZipArchive archive = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[]? bytes) in entries.Where(entry => entry.Value is not null))
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(bytes);
        }
        return path;
    }
}
