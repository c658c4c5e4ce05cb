using System.IO.Compression;
using System.Text;
using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>Questions and annotations in every published form. One file is taken for both, as one object may have both lists.</summary>
internal sealed class VqaReader(string folder) : FileReader(folder)
{
    private const string Question = """{"question_id":1000,"image_id":1,"question":"What color is it?","coco_split":"val2014"}""";
    private const string Annotation = """{"question_id":1000,"image_id":1,"question_type":"what color is","answer_type":"other","multiple_choice_answer":"red","answers":[{"answer":"red","answer_confidence":"yes","answer_id":1},"blue"],"coco_split":"val2014"}""";

    public override string Name => "vqa";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        byte[] both = Encoding.UTF8.GetBytes($$"""{"info":{"a":[1,{}]},"questions":[{{Question}}],"annotations":[{{Annotation}}]}""");
        byte[] list = Encoding.UTF8.GetBytes($$"""[{{Annotation.TrimEnd('}')}},"question":"Is it?"}]""");
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(both);
        yield return ("v2", both);
        yield return ("v2.gz", packed.ToArray());
        yield return ("cp", list);
        yield return ("v2.zip", new ZipWriter().Add("a.json", both).ToArray());
        yield return ("vs.zip", new ZipWriter().Add("Val/Val-Ques.json", list).Add("Val/Val-Ans.json", list).ToArray());
        yield return ("bundle", Encoding.UTF8.GetBytes($$"""{"annotations":[{"question_id":1,"answer_type":"other","answer_count":{"red":3,"blue":7} }],{{string.Join(',', Sets())}} }"""));
        yield return ("easy", """[["is it red?","yes",3],["what is it?","circle",4]]"""u8.ToArray());
        yield return ("easy.zip", new ZipWriter().Add("data/test/questions.json", """[["is it red?","yes",3]]"""u8).Add("data/test/images/3.png", "png"u8).ToArray());
    }

    public override void Read(byte[] bytes)
    {
        string path = Write("a.json", bytes);
        Any(
            () => VqaV2Reader.Read("all", path, path), () => VqaCpReader.Read("val", path, path), () => VqaVsReader.Read(path, "Val"), () => VqaVsBundle.Read(path),
            () => VqaVsBundle.ReadSets(path), () => EasyVqaReader.Read(path, "test"), () => EasyVqaReader.ExtractImages(path, In("images")));
    }

    private static IEnumerable<string> Sets() => VqaVsReader.Shortcuts.Select(name => $"\"{name.Replace("+", "", StringComparison.Ordinal)}_qid\":[1,2]");
}
