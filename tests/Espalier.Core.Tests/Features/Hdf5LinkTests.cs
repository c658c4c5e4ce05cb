using System.Diagnostics;
using System.Text;
using Espalier.Features;
using Espalier.Testing;
using PureHDF;

namespace Espalier.Tests.Features;

/// <summary>Files whose links the library would follow without an end, or out of the file.</summary>
public sealed class Hdf5LinkTests : IDisposable
{
    private static readonly float[,] Ones = { { 1, 1, 1, 1 } };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("features", "an_array_of", "features")]
    [InlineData("5", "55", "5/else")]
    public void A_link_that_leads_back_to_itself_is_refused(string name, string before, string target)
    {
        object there = before == "55" ? new H5Group { ["features"] = Ones, ["boxes"] = Ones } : Ones;
        AssertRefused(Linked(new H5File { [before] = there, ["boxes"] = Ones }, before, name, target), name);
    }

    [Fact]
    public void So_it_is_in_the_group_of_an_image() =>
        AssertRefused(Linked(new H5File { ["5"] = new H5Group { ["an_array_of"] = Ones, ["boxes"] = Ones } }, "an_array_of", "features", "features"), "5/features");

    [Fact]
    public void A_table_of_links_that_lead_back_to_themselves_comes_to_an_end()
    {
        // A node of a table has 8 bytes, and then for each link 40: where its name is, where the object is, a kind, and of a symbolic one where its target is.
        byte[] bytes = File.ReadAllBytes(Golden.PathOf("hdf5", "groups.h5"));
        int node = bytes.AsSpan().IndexOf("SNOD"u8);
        for (int link = node + 8; link < node + 8 + (40 * bytes[node + 6]); link += 40)
        {
            bytes[link + 16] = 2;
            bytes.AsSpan(link, 4).CopyTo(bytes.AsSpan(link + 24));
        }
        string file = folder.Write("linked.h5", bytes);
        InputException? refused = null;
        // The least that systems give a thread.
        Thread small = new(() => refused = Refused(file), maxStackSize: 1 << 19);
        small.Start();
        small.Join();
        Assert.Equal("neither features nor groups", refused?.Found);
    }

    [Theory]
    [InlineData("linked.h5")]
    [InlineData("elsewhere.h5")]
    public async Task A_pipe_is_not_opened_to_which_nobody_writes(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names");
        using Process make = Process.Start("mkfifo", [folder.File("pipe")]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        // The name of the other file is a row of 240 x, to be written over.
        byte[] bytes = await File.ReadAllBytesAsync(Golden.PathOf("hdf5", name), TestContext.Current.CancellationToken);
        Encoding.UTF8.GetBytes(folder.Path + "pipe".PadLeft(240 - Encoding.UTF8.GetByteCount(folder.Path), '/')).CopyTo(bytes, bytes.AsSpan().IndexOf("xxxx"u8));
        string file = folder.Write(name, bytes);
        Task<InputException> refused = Task.Run(() => Refused(file), TestContext.Current.CancellationToken);
        Assert.Contains("another file", (await refused.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Found, StringComparison.Ordinal);
    }

    // Turns a link of PureHDF into a symbolic one of the same length. Its message is: version 1, flags, the set of letters, the name's length and the name,
    // and where the object is. A symbolic one has a kind behind its flags, and its target's length and text at the end.
    private string Linked(H5File file, string before, string name, string target)
    {
        file.Write(folder.File("file.h5"));
        byte[] bytes = File.ReadAllBytes(folder.File("file.h5"));
        byte[] hard = [1, 0x12, 1, .. BitConverter.GetBytes(before.Length), .. Encoding.ASCII.GetBytes(before)];
        byte[] symbolic =
        [
            1, 0x1A, 1, 1, .. BitConverter.GetBytes(name.Length), .. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes((ushort)target.Length), .. Encoding.ASCII.GetBytes(target),
        ];
        Assert.Equal(hard.Length + sizeof(long), symbolic.Length);
        symbolic.CopyTo(bytes, bytes.AsSpan().IndexOf(hard));
        return folder.Write("linked.h5", bytes);
    }

    private void AssertRefused(string file, string place)
    {
        InputException error = Refused(file);
        Assert.Equal(($"link '{place}'", "a symbolic link"), (error.Place, error.Found));
    }

    private InputException Refused(string file) => Assert.Throws<InputException>(() =>
    {
        using IRegionSource source = RegionFiles.Open([file], []);
        RegionConverter.Convert(source, folder.File("out"));
    });
}
