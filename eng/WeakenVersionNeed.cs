using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian x86-64 ELF library and sets the weak flag on one version need, so that an older library
/// without that version still satisfies the loader. Refuses (a build error) unless every dynamic symbol of that version is
/// in the allowed list and no relocation refers to it: a later package that really uses the version must not be patched.
/// </summary>
public sealed class WeakenVersionNeed : Task
{
    private const uint DynamicSymbols = 11, Rela = 4, VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff;
    private const ushort Weak = 2;
    private byte[] elf;
    private (uint Type, long Offset, long Size, uint Link, uint Info)[] sections;

    [Required] public string Source { get; set; }
    [Required] public string Destination { get; set; }
    [Required] public string Library { get; set; }
    [Required] public string Version { get; set; }
    [Required] public string AllowedSymbols { get; set; }

    public override bool Execute()
    {
        try
        {
            elf = File.ReadAllBytes(Source);
            ReadSections();
            long need = FindNeed();
            if (need >= 0 && (U16(need + 4) & Weak) == 0)
            {
                RefuseIfUsed((ushort)(U16(need + 6) & 0x7fff));
                elf[need + 4] |= (byte)Weak;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(Destination));
            string aside = Destination + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(aside, elf);
            if (File.Exists(Destination)) File.Delete(Destination);
            File.Move(aside, Destination);
        }
        catch (Exception error) when (error is InvalidDataException || error is IOException || error is IndexOutOfRangeException || error is ArgumentException)
        {
            Log.LogError("{0}: {1} It was not patched; build with -p:EspalierPatchTorch=false to use it as it is.", Source, error.Message);
        }
        return !Log.HasLoggedErrors;
    }

    private void ReadSections()
    {
        bool known = elf.Length > 64 && U32(0) == 0x464c457f && elf[4] == 2 && elf[5] == 1 && U16(0x12) == 62;
        if (!known) throw new InvalidDataException("not a 64-bit little-endian x86-64 ELF file.");
        long start = I64(0x28);
        int size = U16(0x3a), count = U16(0x3c);
        sections = Enumerable.Range(0, count).Select(i => start + (long)i * size)
            .Select(at => (U32(at + 4), I64(at + 0x18), I64(at + 0x20), U32(at + 0x28), U32(at + 0x2c))).ToArray();
    }

    /// <summary>The offset of the Vernaux record of the wanted library and version, or -1 where there is none.</summary>
    private long FindNeed()
    {
        var table = sections.FirstOrDefault(s => s.Type == VersionNeeds);
        if (table.Type == 0) return -1;
        long names = sections[table.Link].Offset, record = table.Offset;
        for (uint i = 0; i < table.Info; i++, record += U32(record + 12))
        {
            long need = record + U32(record + 8);
            for (int j = 0; j < U16(record + 2); j++, need += U32(need + 12))
            {
                if (Text(names + U32(record + 4)) == Library && Text(names + U32(need + 8)) == Version && U32(need) == Hash(Version))
                    return need;
            }
        }
        return -1;
    }

    private void RefuseIfUsed(ushort version)
    {
        var symbols = sections.Single(s => s.Type == DynamicSymbols);
        var versions = sections.Single(s => s.Type == VersionOfSymbols);
        long names = sections[symbols.Link].Offset, count = symbols.Size / 24;
        bool[] concerned = new bool[count];
        for (long i = 0; i < count; i++)
        {
            concerned[i] = (U16(versions.Offset + 2 * i) & 0x7fff) == version;
            string name = Text(names + U32(symbols.Offset + 24 * i));
            if (concerned[i] && !AllowedSymbols.Split(';').Contains(name))
                throw new InvalidDataException("the symbol " + name + " really needs " + Version + " of " + Library + ".");
        }
        foreach (var table in sections.Where(s => s.Type == Rela))
        {
            for (long at = table.Offset; at < table.Offset + table.Size; at += 24)
            {
                uint symbol = U32(at + 12);
                if (symbol < count && concerned[symbol])
                    throw new InvalidDataException("a relocation refers to a symbol of " + Version + " of " + Library + ".");
            }
        }
    }

    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (byte c in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + c;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }

    private ushort U16(long at) { return BitConverter.ToUInt16(elf, checked((int)at)); }
    private uint U32(long at) { return BitConverter.ToUInt32(elf, checked((int)at)); }
    private long I64(long at) { return BitConverter.ToInt64(elf, checked((int)at)); }

    private string Text(long at)
    {
        int end = Array.IndexOf(elf, (byte)0, checked((int)at));
        return Encoding.ASCII.GetString(elf, (int)at, end - (int)at);
    }
}
